/*
 * The protocols of ATM, for programs that list protocols; no provider serves them here, so
 * socket(AF_ATM, ...) says WSAEAFNOSUPPORT.
 */
#ifndef _WS2ATM_H_
#define _WS2ATM_H_

#define ATMPROTO_AALUSER 0x00
#define ATMPROTO_AAL1 0x01
#define ATMPROTO_AAL2 0x02
#define ATMPROTO_AAL34 0x03
#define ATMPROTO_AAL5 0x05

#define ATM_E164 0x01
#define ATM_NSAP 0x02
#define ATM_AESA 0x02
#define ATM_ADDR_SIZE 20

#endif
