using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Library;
using GpuFormer.Tests.Ops;
using Xunit;

namespace GpuFormer.Tests.Kernels.Language;

public sealed class KernelMathTests
{
    [Fact]
    public void Exp_is_within_two_units_in_the_last_place()
    {
        for (var x = -104f; x < 89f; x += 0.00037f)
        {
            var exact = Math.Exp(x);
            var actual = KernelMath.Exp(x);
            if (exact > float.MaxValue)
            {
                Assert.True(actual == float.PositiveInfinity || actual > 3.4028e38f);
                continue;
            }

            var unit = Math.Max(MathF.BitIncrement((float)exact) - (float)exact, float.Epsilon);
            Assert.True(Math.Abs(actual - exact) <= 2 * unit, $"e^{x:G9} is {exact:G9}, not {actual:G9}.");
        }
    }

    [Fact]
    public void Powers_of_two_are_within_what_is_said()
    {
        for (var x = -87f; x <= 87f; x += 0.00037f)
        {
            var exact = Math.Exp(x);
            var error = Math.Abs(KernelMath.PowerOfTwo(x, 1.44269504f) - exact) / exact;
            Assert.True(error <= (Math.Abs(x) <= 11 ? 4e-7 : 1.5e-6), $"e^{x:G9} is off by {error:G3} of itself.");
        }
    }

    [Fact]
    public void Erf_is_within_three_ten_millionths()
    {
        for (var x = -6f; x < 6f; x += 0.00013f)
        {
            var exact = Reference.Erf(x);
            Assert.True(Math.Abs(KernelMath.Erf(x) - exact) <= 3e-7, $"erf {x:G9} is {exact:G9}.");
        }
    }

    [Fact]
    public void Logarithms_are_within_what_is_said()
    {
        for (var x = 1.2e-38f; x < 3.4e38f; x *= 1.0001f)
        {
            var exact = Math.Log(x);
            Assert.True(Math.Abs(KernelMath.Log(x) - exact) <= 1.2e-7 * Math.Max(1, Math.Abs(exact)),
                $"log {x:G9} is {exact:G9}, not {KernelMath.Log(x):G9}.");
        }

        Assert.Equal([0, float.PositiveInfinity, float.NaN],
            [KernelMath.Log(1), KernelMath.Log(float.PositiveInfinity), KernelMath.Log(float.NaN)]);
        Assert.Equal(0, KernelMath.Log1p(0));
        for (var x = 1f; x > 1e-37f; x *= 0.9997f)
        {
            var exact = Math.Log(1 + (double)x);
            exact = x < 1e-5 ? x - (0.5 * x * x) : exact;
            Assert.True(Math.Abs(KernelMath.Log1p(x) - exact) <= 2 * Math.ScaleB(exact, -23),
                $"log (1 + {x:G9}) is {exact:G9}, not {KernelMath.Log1p(x):G9}.");
        }
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Exceptional_values_follow_the_definitions(string device)
    {
        float[] x =
        [
            float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f, 88.73f, -104f, 3.4e38f, -3.4e38f,
            1e-40f,
        ];
        Assert.Equal(
            [float.NaN, float.PositiveInfinity, 0, 1, 1, float.PositiveInfinity, 0, float.PositiveInfinity, 0, 1],
            Run<ExpOf>(device, x));
        Assert.Equal([float.NaN, 1, -1, 0, 0, 1, -1, 1, -1], Run<ErfOf>(device, x)[..9]);
        Assert.Equal([float.NaN, 1, 0, 0.5f, 0.5f, 1, 0, 1, 0, 0.5f], Run<Sigmoid>(device, x));
    }

    [Theory]
    [OnDevice("cpu")]
    public void Devices_agree_to_the_last_bit(string device)
    {
        var x = SpecFill.Values("x", 4099, 20);
        Assert.Equal(Run<ExpOf>("ilgpu:cpu", x), Run<ExpOf>(device, x));
        Assert.Equal(Run<ErfOf>("ilgpu:cpu", x), Run<ErfOf>(device, x));
        Assert.Equal(Run<LogOf>("ilgpu:cpu", x), Run<LogOf>(device, x));
        Assert.Equal(Run<Gelu>("ilgpu:cpu", x), Run<Gelu>(device, x));
        Assert.Equal(Run<Silu>("ilgpu:cpu", x), Run<Silu>(device, x));
    }

    private static float[] Run<TActivation>(string device, float[] x)
        where TActivation : struct, IActivation
    {
        using var run = new KernelRun(TestDevices.Get(device));
        var y = run.Output(x.Length);
        run.Launch(
            new(ElementwiseKernels.Unary<TActivation>, new(8)), new((x.Length + 7) / 8), run.Input(x), y, x.Length);
        return run.Read(y);
    }

    private readonly struct ExpOf : IActivation
    {
        public static float Derivative(float x) => KernelMath.Exp(x);

        public static float Apply(float x) => KernelMath.Exp(x);
    }

    private readonly struct ErfOf : IActivation
    {
        public static float Derivative(float x) => 1.12837917f * KernelMath.Exp(-x * x);

        public static float Apply(float x) => KernelMath.Erf(x);
    }

    private readonly struct LogOf : IActivation
    {
        public static float Derivative(float x) => 1 / x;

        public static float Apply(float x) => KernelMath.Log(KernelMath.Abs(x)) + KernelMath.Log1p(KernelMath.Abs(x) / 20);
    }
}
