# Files and lines in the compiler's messages are the user's.
echo '#define X' >one.h
printf '#include "One.h"\n\nint main() { return nothing; }\n' >a.cpp
fails berth c++ -c a.cpp
has "$err" "a.cpp:3:"
echo 'int x = nothing;' >two.h
echo '#include "Two.h"' >b.cpp
fails berth c++ -c b.cpp
has "$err" "two.h:1:"
