# Sourced by the commands beside it: `prepare run` or `prepare dev` makes $root/.venv ready for what follows.
# It only finds a Python to begin with; scripts/environment.py does the rest.

# What an activated environment elsewhere leaves behind must not reach ours.
unset CDPATH PYTHONPATH PYTHONHOME PYTHONSAFEPATH VIRTUAL_ENV
root=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

prepare() {
    local python
    python=$(cd -- "$root" && find_python) || exit 1
    "$python" -I "$root/scripts/environment.py" "$1" || exit 1
}

find_python() {
    local name seen=""
    for name in .venv/bin/python python3 python3.13 python3.12 python3.11 python3.14 python3.15 python; do
        "$name" -I -c '' 2>/dev/null || continue
        if ! "$name" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            seen="$seen $name is $("$name" -c 'import platform; print(platform.python_version())' 2>/dev/null);"
        elif ! "$name" -I -c 'import ensurepip, venv' 2>/dev/null; then
            without_venv=${without_venv:-$("$name" -I -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')}
        else
            case $name in */*) echo "$root/$name" ;; *) echo "$name" ;; esac
            return
        fi
    done
    explain_python "$seen" "${without_venv:-}" >&2
    return 1
}

explain_python() {
    if [ -n "$2" ]; then
        echo "Python is here, but the part of it that makes environments (venv) is not."
        echo "On Debian or Ubuntu: sudo apt install $2 – then run this again."
    else
        echo "This needs Python 3.11 or newer, and none was found.${1:+ (Too old:${1%;}.)}"
        echo "Debian or Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python – then run this again."
    fi
}
