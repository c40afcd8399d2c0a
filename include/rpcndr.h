/* Names of types that windows.h brings along from the interface compiler's header.
 * https://learn.microsoft.com/windows/win32/midl/byte */
#ifndef __RPCNDR_H__
#define __RPCNDR_H__

typedef unsigned char byte;
typedef unsigned char boolean;

#endif
