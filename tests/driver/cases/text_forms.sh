# A byte order mark, carriage returns, a missing last newline, continued lines.
printf '\xef\xbb\xbf#include "One.h"\r\n#include "T\\\r\nwo.h"\r\nint main() { return ONE + TWO - 3; }' >a.cpp
printf '#define ONE 1\r\n' >one.h
printf '#define TWO 2\r\n' >two.h
silent berth c++ a.cpp -o a
silent ./a
