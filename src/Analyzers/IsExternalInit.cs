// What the compiler asks of a runtime that is older than records.
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit;
