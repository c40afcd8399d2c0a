#!/bin/bash
# Compiles the server and the client and runs them against each other: see ../run_pair.sh.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
exec "$here/../run_pair.sh" "$here/server.cpp" "$here/client.cpp" 6
