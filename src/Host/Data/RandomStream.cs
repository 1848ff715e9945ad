namespace GpuFormer.Data;

/// <summary>
/// Random numbers that are a function of what they are for: the same seed, epoch, item and purpose give the same
/// numbers on any thread, in any order of work. SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014) from a hashed key. A mutable value: pass it by reference.
/// </summary>
internal struct RandomStream
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>Begins the stream of one item.</summary>
    /// <param name="seed">Of the whole run.</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="item">Which sample of the epoch, or which batch.</param>
    /// <param name="purpose">Keeps uses of the same item apart.</param>
    public RandomStream(ulong seed, int epoch, long item, RandomPurpose purpose)
    {
        // A step before each mixing, since zero mixes to zero.
        var key = Mix(seed + Step);
        key = Mix((key ^ (uint)epoch) + Step);
        key = Mix((key ^ (ulong)item) + Step);
        _state = Mix((key ^ (uint)purpose) + Step);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(_state += Step);

    /// <summary>Uniform over the whole numbers from 0 to <paramref name="end"/> - 1, without bias (Lemire, "Fast random
    /// integer generation in an interval", 2019).</summary>
    public int NextBelow(int end)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, 1);
        var product = (NextBits() >> 32) * (ulong)end;
        if ((uint)product < (uint)end)
        {
            var threshold = (uint)-end % (uint)end;
            while ((uint)product < threshold)
                product = (NextBits() >> 32) * (ulong)end;
        }
        return (int)(product >> 32);
    }

    /// <summary>Uniform in [0, 1), in steps of 2^-53.</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="from"/>, <paramref name="to"/>).</summary>
    public double NextUniform(double from, double to) => from + (to - from) * NextUnit();

    /// <summary>True with the given probability.</summary>
    public bool NextChance(double probability) => NextUnit() < probability;

    /// <summary>Normal with mean 0 and standard deviation 1 (Box and Muller, 1958).</summary>
    public double NextNormal()
    {
        // 1 - u lies in (0, 1], where the logarithm is finite.
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextUnit()));
        return radius * Math.Cos(2 * Math.PI * NextUnit());
    }

    /// <summary>Beta(a, a) for a above 0: the share of one picture in a mixture (Zhang et al., "mixup", 2018).
    /// </summary>
    public double NextSymmetricBeta(double a)
    {
        if (!(a > 0))
            throw new ArgumentOutOfRangeException(nameof(a), a, "Above 0.");
        // Logarithms, since for small a both gamma variates may be below the smallest double.
        var x = NextLogGamma(a);
        var y = NextLogGamma(a);
        return 1 / (1 + Math.Exp(y - x));
    }

    // The logarithm of a gamma variate (Marsaglia and Tsang, "A simple method for generating gamma variables", 2000);
    // shapes below 1 by way of shape + 1 and a power of a uniform.
    private double NextLogGamma(double shape)
    {
        var boost = 0.0;
        if (shape < 1)
        {
            boost = Math.Log(1 - NextUnit()) / shape;
            shape++;
        }
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var normal = NextNormal();
            var v = 1 + c * normal;
            if (v <= 0)
                continue;
            v = v * v * v;
            if (Math.Log(1 - NextUnit()) < 0.5 * normal * normal + d - d * v + d * Math.Log(v))
                return Math.Log(d * v) + boost;
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
