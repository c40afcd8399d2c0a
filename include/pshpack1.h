/* Structures from here on are packed to 1 byte, until poppack.h. It works each time that it is
 * included.
 * https://learn.microsoft.com/windows/win32/winprog/windows-headers */
#pragma pack(push, 1)
