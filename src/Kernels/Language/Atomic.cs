using System.Runtime.CompilerServices;

namespace GpuFormer.Kernels.Language;

/// <summary>
/// Indivisible updates of view or shared elements. Float atomics make the order of a sum depend on chance: shipped
/// kernels do without them, so that the same input gives the same bytes.
/// </summary>
public static class Atomic
{
    /// <summary>Adds to an element and returns what it held before.</summary>
    public static int Add(ref int location, int value) => Interlocked.Add(ref location, value) - value;

    /// <summary>Adds to an element and returns what it held before.</summary>
    public static float Add(ref float location, float value)
    {
        while (true)
        {
            var old = Volatile.Read(ref location);
            if (Unsafe.BitCast<float, int>(Interlocked.CompareExchange(ref location, old + value, old))
                == Unsafe.BitCast<float, int>(old))
            {
                return old;
            }
        }
    }
}
