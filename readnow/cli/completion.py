"""`readnow completion`: what a shell needs to complete command lines of ReadNOW.

The scripts ask `readnow complete` (`completing`) at each Tab, so that they know what there is at that moment.
"""

import click

from readnow.cli import output
from readnow.cli.invocation import OK, Command, Invocation

_BASH = r"""# Completion for ReadNOW in bash: source <(readnow completion bash)
_readnow() {
    local line="${COMP_LINE:0:COMP_POINT}" current words before offer value count=0
    # Words as blanks divide them: bash itself would divide them at colons, too.
    read -r -a words <<< "$line"
    current=""
    if [[ "$line" != *[[:space:]] || "$line" == *\\[[:space:]] ]]; then
        current="${words[-1]}"
        unset 'words[-1]'
        while (( ${#words[@]} )) && [[ "${words[-1]}" == *\\ ]]; do
            current="${words[-1]%\\} $current"
            unset 'words[-1]'
        done
    fi
    current="${current//\\/}"
    [[ "$current" == *[\"\']* ]] && return 0
    COMPREPLY=()
    # What stands before the last colon is no part of the word that bash replaces.
    before="${current%"${current##*:}"}"
    [[ "$COMP_WORDBREAKS" == *:* ]] || before=""
    while IFS= read -r offer; do
        value="${offer%%$'\t'*}"
        if [[ "$value" == ":files" ]]; then
            compopt -o default
            return 0
        fi
        printf -v value '%q' "${value#"$before"}"
        COMPREPLY[count++]="$value"
    done < <(readnow complete -- "${words[@]:1}" "$current" 2>/dev/null)
    if (( count == 1 )) && [[ "${COMPREPLY[0]}" == *[:=/] ]]; then
        compopt -o nospace
    fi
    return 0
}
complete -F _readnow readnow
"""

_ZSH = r"""#compdef readnow
# Completion for ReadNOW in zsh: source <(readnow completion zsh), or as a file _readnow in a folder of fpath.
_readnow() {
    local offer tab=$'\t'
    local -a values shown before
    before=("${(@Q)words[2,CURRENT-1]}")
    for offer in "${(@f)$(readnow complete -- "${before[@]}" "${(Q)words[CURRENT]}" 2>/dev/null)}"; do
        [[ -z "$offer" ]] && continue
        if [[ "$offer" == ":files" ]]; then
            _files
            return
        fi
        values+=("${offer%%$tab*}")
        if [[ "$offer" == *$tab* ]]; then
            shown+=("${offer%%$tab*} -- ${offer#*$tab}")
        else
            shown+=("$offer")
        fi
    done
    (( ${#values} )) || return 1
    if [[ ${#values} -eq 1 && "${values[1]}" == *[:=/] ]]; then
        compadd -U -S '' -l -d shown -a values
    else
        compadd -U -l -d shown -a values
    fi
}
if [[ "${funcstack[1]}" == "_readnow" ]]; then
    _readnow "$@"
else
    compdef _readnow readnow
fi
"""

_FISH = r"""# Completion for ReadNOW in fish: readnow completion fish | source
function __readnow_offers
    set -l words (commandline -opc)
    set -l offers (readnow complete -- $words[2..-1] (commandline -ct) 2>/dev/null)
    if test "$offers" = ":files"
        __fish_complete_path (commandline -ct)
    else
        printf '%s\n' $offers
    end
end
complete -c readnow -f -a '(__readnow_offers)'
"""

SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


@click.command("completion", cls=Command)
@click.argument("shell", type=click.Choice(list(SCRIPTS)))
@click.pass_obj
def completion(_invocation: Invocation, shell: str) -> int:
    """Print a script that lets a shell complete commands.

    Commands, options, and the names of feeds, folders, tags, smart feeds and rules as they are at the moment.
    In bash: source <(readnow completion bash); docs/scripting.md has the other shells.
    """
    output.raw(SCRIPTS[shell])
    return OK
