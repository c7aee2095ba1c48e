"""Pages of staff: cohorts, adding members, a member's history; for everybody else none of them exists."""

from flask import Blueprint

from web.pages.staff import closing, cohorts, history, inviting, members

pages = Blueprint("staff", __name__)

pages.get("/staff")(cohorts.show)
pages.post("/staff/cohorts")(cohorts.open_cohort)
pages.get("/staff/cohorts/<uuid:cohort_id>")(cohorts.cohort)
pages.get("/staff/cohorts/<uuid:cohort_id>/invitations")(inviting.ask_invitations)
pages.post("/staff/cohorts/<uuid:cohort_id>/invitations")(inviting.preview_invitations)
pages.get("/staff/cohorts/<uuid:cohort_id>/invitations/<token>")(inviting.look_over_invitations)
pages.post("/staff/cohorts/<uuid:cohort_id>/invitations/<token>/confirmation")(inviting.confirm_invitations)
pages.get("/staff/members/new")(members.new_member)
pages.post("/staff/members")(members.add_member)
pages.post("/staff/members/<uuid:member_id>/link")(members.make_link)
pages.post("/staff/members/<uuid:member_id>/invitation")(members.mail_link)
pages.post("/staff/members/<uuid:member_id>/sign-out")(members.end_sessions)
pages.get("/staff/closed")(closing.closed)
pages.post("/staff/members/<uuid:member_id>/closing")(closing.close_account)
pages.post("/staff/members/<uuid:member_id>/reopening")(closing.reopen_account)
pages.get("/staff/members/<uuid:member_id>/history")(history.history)
pages.post("/staff/members/<uuid:member_id>/history")(history.open_history)
