/* Ends the packing that pshpack1.h and its like began. It works each time that it is included.
 * https://learn.microsoft.com/windows/win32/winprog/windows-headers */
#pragma pack(pop)
