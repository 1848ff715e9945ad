using GpuFormer.Models;

namespace GpuFormer.Training;

/// <summary>
/// The values with which training starts: as the parameter says, or else normally distributed (Networks 1.10, 3.5). They
/// are a function of the seed and of each tensor's name.
/// </summary>
internal static class Initialisation
{
    /// <summary>The elements of a parameter or running statistic.</summary>
    public static float[] Of(Parameter parameter, double linearDeviation, int seed)
    {
        var shape = parameter.Shape;
        var values = new float[shape.Elements];
        if (parameter.Initial is { } initial)
        {
            Fill(values, initial, new RandomNumbers(parameter.Name, seed));
            return values;
        }

        if (parameter.Kind != ParameterKind.Weight)
        {
            if (parameter.Name.EndsWith("running_var", StringComparison.Ordinal))
                Array.Fill(values, 1f);
            return values;
        }

        if (shape.Rank < 2)
        {
            // Norms: weight 1, bias 0. Linears have weights of rank 2, so that what is left are biases.
            if (parameter.Name.EndsWith("weight", StringComparison.Ordinal))
                Array.Fill(values, 1f);
            return values;
        }

        var deviation = shape.Rank == 4 ? Math.Sqrt(2.0 / ((double)shape[2] * shape[3] * shape[0]))
            : linearDeviation;
        Fill(values, InitialValues.Normal(deviation), new RandomNumbers(parameter.Name, seed));
        return values;
    }

    private static void Fill(float[] values, InitialValues initial, RandomNumbers random)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(initial.Scale * initial.Distribution switch
            {
                InitialDistribution.Constant => 1,
                InitialDistribution.Normal => random.Normal(),
                InitialDistribution.Uniform => (2 * random.Unit()) - 1,
            });
        }
    }

    // Splitmix64, seeded by FNV-1a of the name.
    private sealed class RandomNumbers
    {
        private ulong _state;
        private double? _second;

        public RandomNumbers(string name, int seed)
        {
            _state = 0xCBF29CE484222325;
            foreach (var character in name)
                _state = (_state ^ character) * 0x100000001B3;
            _state ^= (ulong)(uint)seed * 0xD1B54A32D192ED03;
        }

        // Box and Muller's method.
        public double Normal()
        {
            if (_second is { } kept)
            {
                _second = null;
                return kept;
            }

            // 1 - u is never 0.
            var radius = Math.Sqrt(-2 * Math.Log(1 - Unit()));
            var (sine, cosine) = Math.SinCos(2 * Math.PI * Unit());
            _second = radius * sine;
            return radius * cosine;
        }

        public double Unit()
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
            return (z >> 11) * (1.0 / (1L << 53));
        }
    }
}
