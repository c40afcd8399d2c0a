/*
 * Universally unique identifiers, as installers of service providers make and print them.
 * https://learn.microsoft.com/windows/win32/api/rpcdce/
 */
#ifndef __RPCDCE_H__
#define __RPCDCE_H__

#include "winerror.h"
#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef LONG RPC_STATUS;
typedef unsigned char* RPC_CSTR;
typedef WCHAR* RPC_WSTR;
typedef const WCHAR* RPC_CWSTR;
typedef GUID UUID;
#define RPC_ENTRY WINAPI

#define RPC_S_OK ERROR_SUCCESS
#define RPC_S_INVALID_ARG ERROR_INVALID_PARAMETER
#define RPC_S_OUT_OF_MEMORY ERROR_OUTOFMEMORY

/* A random identifier. RPC_S_OK; RPC_S_INVALID_ARG for NULL.
 * https://learn.microsoft.com/windows/win32/api/rpcdce/nf-rpcdce-uuidcreate */
BERTH_API RPC_STATUS RPC_ENTRY UuidCreate(UUID* Uuid);
/* The identifier that is all zero.
 * https://learn.microsoft.com/windows/win32/api/rpcdce/nf-rpcdce-uuidcreatenil */
BERTH_API RPC_STATUS RPC_ENTRY UuidCreateNil(UUID* NilUuid);
/* 36 lower-case characters without braces, to be freed with RpcStringFree. RPC_S_OK,
 * RPC_S_OUT_OF_MEMORY, RPC_S_INVALID_ARG.
 * https://learn.microsoft.com/windows/win32/api/rpcdce/nf-rpcdce-uuidtostringa */
BERTH_API RPC_STATUS RPC_ENTRY UuidToStringA(const UUID* Uuid, RPC_CSTR* StringUuid);
BERTH_API RPC_STATUS RPC_ENTRY UuidToStringW(const UUID* Uuid, RPC_WSTR* StringUuid);
/* NULL is the nil identifier. RPC_S_OK, RPC_S_INVALID_STRING_UUID, RPC_S_INVALID_ARG.
 * https://learn.microsoft.com/windows/win32/api/rpcdce/nf-rpcdce-uuidfromstringa */
BERTH_API RPC_STATUS RPC_ENTRY UuidFromStringA(RPC_CSTR StringUuid, UUID* Uuid);
BERTH_API RPC_STATUS RPC_ENTRY UuidFromStringW(RPC_WSTR StringUuid, UUID* Uuid);
/* Frees the string and makes the pointer NULL.
 * https://learn.microsoft.com/windows/win32/api/rpcdce/nf-rpcdce-rpcstringfreea */
BERTH_API RPC_STATUS RPC_ENTRY RpcStringFreeA(RPC_CSTR* String);
BERTH_API RPC_STATUS RPC_ENTRY RpcStringFreeW(RPC_WSTR* String);
/* Whether two are the same; NULL is the nil identifier. Status: RPC_S_OK.
 * https://learn.microsoft.com/windows/win32/api/rpcdce/nf-rpcdce-uuidequal */
BERTH_API int RPC_ENTRY UuidEqual(UUID* Uuid1, UUID* Uuid2, RPC_STATUS* Status);
/* https://learn.microsoft.com/windows/win32/api/rpcdce/nf-rpcdce-uuidisnil */
BERTH_API int RPC_ENTRY UuidIsNil(UUID* Uuid, RPC_STATUS* Status);

#ifdef UNICODE
#define UuidToString UuidToStringW
#define UuidFromString UuidFromStringW
#define RpcStringFree RpcStringFreeW
#else
#define UuidToString UuidToStringA
#define UuidFromString UuidFromStringA
#define RpcStringFree RpcStringFreeA
#endif

#ifdef __cplusplus
}
#endif
#endif
