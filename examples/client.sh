# Helpers of the stories, for any POSIX shell. Source this file with URL and TOKEN set:
#   URL    where the matchmaker serves, such as http://127.0.0.1:8080
#   TOKEN  one of its tokens

# api METHOD PATH [JSON]: one call of the HTTP API. Prints the answer; fails on 4xx and 5xx.
api() {
  curl -sS --fail-with-body --max-time 10 -X "$1" "$URL$2" \
    -H "Authorization: $TOKEN" -H 'Content-Type: application/json' ${3:+-d "$3"}
  api_code=$?
  echo
  return $api_code
}

# field NAME: the text of this field in the JSON on standard input; nothing when it is null.
field() {
  sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p'
}

# member: the path of the member in the JSON on standard input; fails when there is none.
member() {
  member_json=$(cat)
  member_group=$(echo "$member_json" | field group_id)
  member_id=$(echo "$member_json" | field member_id)
  if [ -z "$member_group" ] || [ -z "$member_id" ]; then
    echo "not a member: $member_json" >&2
    return 1
  fi
  echo "/groups/$member_group/members/$member_id"
}

# await PATH STATUS: asks until the member or ticket has the status, for a minute at most.
await() {
  for await_try in $(seq 240); do
    await_json=$(api GET "$1")
    if [ "$(echo "$await_json" | field status)" = "$2" ]; then
      echo "$2"
      return 0
    fi
    sleep 0.25
  done
  echo "still not $2: $await_json" >&2
  return 1
}

# say HOST:PORT TEXT...: sends each text as one UDP datagram, all from one address, and prints the
# answer to each. Needs bash for its /dev/udp. Fails when an answer does not come within 5 seconds.
say() {
  bash -c '
    exec 3<>"/dev/udp/${1%:*}/${1##*:}" || exit 1
    shift
    for text; do
      printf %s "$text" >&3
      timeout 5 dd bs=512 count=1 status=none <&3 || exit 1
      echo
    done' say "$@"
}

# refused COMMAND...: succeeds when the command fails.
refused() {
  if "$@"; then
    echo "was not refused: $*" >&2
    return 1
  fi
}
