/* bcryptprimitives.dll for Wine 8, which has none: Nx's native module and esbuild ask it for random numbers. */
#include <windows.h>
#include <ntsecapi.h>

BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
    return RtlGenRandom(data, (ULONG)length);
}
