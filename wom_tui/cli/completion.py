"""`wom completion`: a script that lets a shell complete what is typed after `wom`.

The script holds all verbs and options, so that Tab starts no program for them. Only for orders, technicians and other
values of the office it asks `wom _values`, which says nothing where there is no database at hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from wom_tui.errors import InvalidInput

_TAB = "\t"

_BASH = r"""# Completion of wom for bash. Put it where bash looks:
#   wom completion bash > ~/.local/share/bash-completion/completions/wom
_wom_table=$(cat <<'END_OF_WOM'
@TABLE@
END_OF_WOM
)
_wom_has() { [[ $'\n'"$_wom_table" == *$'\n'"$1"$'\t'* ]]; }
_wom() {
    local cur=${COMP_WORDS[COMP_CWORD]} place="" last="" word i line what
    local -a found=() lines
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $word == -* ]]; then last=$word; continue; fi
        if [[ -n $last ]] && { _wom_has "$place $last" || _wom_has "* $last"; }; then last=""; continue; fi
        last=""
        if _wom_has "$place"$'\t'"$word"; then place="${place:+$place }$word"; fi
    done
    local key=$place any='*'
    if [[ -n $last ]]; then
        if _wom_has "$place $last"; then key="$place $last"; any=""
        elif _wom_has "* $last"; then key="* $last"; any=""; fi
    fi
    mapfile -t lines <<< "$_wom_table"
    for line in "${lines[@]}"; do
        [[ $line == "$key"$'\t'* || ( -n $any && $line == "$any"$'\t'* ) ]] || continue
        what=${line#*$'\t'}; what=${what%%$'\t'*}
        case $what in
            "") ;;
            @file) compopt -o filenames 2>/dev/null; mapfile -t -O ${#found[@]} found < <(compgen -f -- "$cur") ;;
            @*) [[ $cur == -* ]] || while IFS= read -r word; do
                    # Names come from outside: nothing in them may mean something to the shell.
                    [[ $word =~ ^[[:alnum:]_.-]+$ ]] || printf -v word %q "$word"
                    found+=("$word")
                done < <("${COMP_WORDS[0]}" _values "${what#@}" "$cur" "${COMP_WORDS[@]:1:COMP_CWORD-1}" \
                    2>/dev/null | cut -f1) ;;
            -*) [[ $cur == -* && $what == "$cur"* ]] && found+=("$what") ;;
            *) [[ $what == "$cur"* ]] && found+=("$what") ;;
        esac
    done
    COMPREPLY=("${found[@]}")
}
complete -F _wom wom
"""

_ZSH = r"""#compdef wom
# Completion of wom for zsh. Put it into a folder of $fpath:
#   wom completion zsh > ~/.zfunc/_wom    (and in .zshrc: fpath+=~/.zfunc; autoload -Uz compinit; compinit)
_wom() {
    local table place="" last="" word where what help key any='*' line
    local -a found values
    table=$(cat <<'END_OF_WOM'
@TABLE@
END_OF_WOM
)
    local nl=$'\n' tab=$'\t'
    for word in ${words[2,CURRENT-1]}; do
        if [[ $word == -* ]]; then last=$word; continue; fi
        if [[ -n $last && ( $nl$table == *"$nl$place $last$tab"* || $nl$table == *"$nl* $last$tab"* ) ]]; then
            last=""; continue
        fi
        last=""
        if [[ $nl$table == *"$nl$place$tab$word$tab"* ]]; then place="${place:+$place }$word"; fi
    done
    key=$place
    if [[ -n $last ]]; then
        if [[ $nl$table == *"$nl$place $last$tab"* ]]; then key="$place $last"; any=""
        elif [[ $nl$table == *"$nl* $last$tab"* ]]; then key="* $last"; any=""; fi
    fi
    for line in "${(@f)table}"; do
        where=${line%%$tab*}; line=${line#*$tab}; what=${line%%$tab*}; help=${line#*$tab}
        [[ $where == "$key" || ( -n $any && $where == "$any" ) ]] || continue
        case $what in
            "") ;;
            @file) _files ;;
            @*) [[ $PREFIX == -* ]] || for line in "${(@f)$(
                    ${words[1]} _values ${what#@} "$PREFIX" ${words[2,CURRENT-1]} 2>/dev/null)}"; do
                    [[ -n $line ]] && found+=("${${line%%$tab*}//:/\\:}:${line#*$tab}")
                done ;;
            -*) [[ $PREFIX == -* ]] && found+=("$what:$help") ;;
            *) found+=("$what:$help") ;;
        esac
    done
    (( ${#found} )) && _describe 'wom' found
}
if [[ ${funcstack[1]} == _wom ]]; then _wom "$@"; else compdef _wom wom; fi
"""

_FISH = r"""# Completion of wom for fish. Put it where fish looks:
#   wom completion fish > ~/.config/fish/completions/wom.fish
set -g __wom_table "\
@TABLE@"
function __wom_has
    string match -q -- "$argv[1]"\t"*" (string split \n -- $__wom_table)
end
function __wom_complete
    set -l typed (commandline -opc)
    set -l cur (commandline -ct)
    set -l place ""
    set -l last ""
    set -l table (string split \n -- $__wom_table)
    for word in $typed[2..-1]
        if string match -q -- '-*' $word
            set last $word
            continue
        end
        if test -n "$last"; and begin; __wom_has "$place $last"; or __wom_has "\\* $last"; end
            set last ""
            continue
        end
        set last ""
        if string match -q -- "$place"\t"$word"\t"*" $table
            set place (string trim -- "$place $word")
        end
    end
    set -l key $place
    set -l any '*'
    if test -n "$last"
        if __wom_has "$place $last"
            set key "$place $last"
            set any ""
        else if __wom_has "\\* $last"
            set key "* $last"
            set any ""
        end
    end
    for line in $table
        set -l part (string split -m 2 \t -- $line)
        test "$part[1]" = "$key"; or begin; test -n "$any"; and test "$part[1]" = "$any"; end; or continue
        switch "$part[2]"
            case ''
            case '@file'
                __fish_complete_path $cur
            case '@*'
                if not string match -q -- '-*' $cur
                    $typed[1] _values (string sub -s 2 -- $part[2]) "$cur" $typed[2..-1] 2>/dev/null
                end
            case '-*'
                string match -q -- '-*' $cur; and printf '%s\t%s\n' $part[2] $part[3]
            case '*'
                printf '%s\t%s\n' $part[2] $part[3]
        end
    end
end
complete -c wom -f -a '(__wom_complete)'
"""
_SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


def completion(
    context: typer.Context,
    shell: Annotated[str, typer.Argument(help="bash, zsh or fish.")],
) -> None:
    """Print what lets a shell complete `wom`; its first lines say where to put it."""
    if shell not in _SCRIPTS:
        raise InvalidInput("shell", shell, "bash, zsh or fish")
    typer.echo(script(shell), nl=False)


def script(shell: str) -> str:
    """The whole script for a shell."""
    lines = "\n".join(_lines())
    if shell == "fish":
        lines = lines.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$")
    return _SCRIPTS[shell].replace("@TABLE@", lines)


def _lines() -> Iterator[str]:
    from wom_tui.cli.typeable import choices

    for choice in choices():
        said = choice.help.replace(_TAB, " ").splitlines()
        yield _TAB.join((choice.place, choice.word, said[0] if said else ""))
