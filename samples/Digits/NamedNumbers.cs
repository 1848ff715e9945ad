using System.Text;

namespace GpuFormer.Samples.Digits;

/// <summary>Uniform numbers that are a function of a name: SplitMix64 from the name's 64-bit FNV-1a hash, so that any
/// program can make the same.</summary>
internal static class NamedNumbers
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>Numbers in [0, 1) in steps of 2^-53.</summary>
    public static double[] Uniform(string name, int count, int salt)
    {
        var hash = 0xCBF29CE484222325 ^ (ulong)salt;
        foreach (var letter in Encoding.UTF8.GetBytes(name))
            hash = (hash ^ letter) * 0x100000001B3;
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
        {
            var z = hash + (ulong)(i + 1) * Step;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            numbers[i] = ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }

        return numbers;
    }
}
