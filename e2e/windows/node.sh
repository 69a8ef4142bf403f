#!/bin/sh
# Stands in for node: runs $NODE_EXE under Wine. Node for Windows takes no pipe of Linux, so its streams are files.
streams=$(mktemp -d)
for name in NX_CACHE_DIRECTORY NX_WORKSPACE_DATA_DIRECTORY EXECUTED_LOG; do
  eval "path=\$$name"
  # What already names a drive stays as it is.
  case $path in /*) export "$name=$(printf 'Z:%s' "$path" | tr / '\\')" ;; esac
done

wine "$NODE_EXE" "$@" </dev/null >"$streams/stdout" 2>"$streams/stderr" &
# Wine makes a Ctrl-C of it.
trap 'kill -INT $!' INT
wait $!
code=$?
while kill -0 $! 2>/dev/null; do
  wait $!
  code=$?
done

cat "$streams/stdout"
cat "$streams/stderr" >&2
rm -r "$streams"
exit $code
