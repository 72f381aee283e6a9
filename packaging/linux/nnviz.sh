#!/bin/sh
# Starts nnviz from wherever this folder stands, also through a link to this file.
here=$(dirname -- "$(readlink -f -- "$0")")
exec "$here/program/nnviz" "$@"
