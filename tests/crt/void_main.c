/* What the driver makes of `void main(...)`. */
#include <stdio.h>
void berth_void_main(int argc, char** argv) { printf("%d %s\n", argc, argv[argc - 1]); }
