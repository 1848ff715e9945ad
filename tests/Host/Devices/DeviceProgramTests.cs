using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Passes;
using GpuFormer.Tests.Kernels;
using GpuFormer.Tests.Kernels.Compiler.Passes;
using GpuFormer.Tests.Kernels.Targets.Cpu;
using GpuFormer.Tests.Ops;
using Xunit;

namespace GpuFormer.Tests.Host.Devices;

/// <summary>Whole programs on the device against the interpreter of the IR and against ILGPU.</summary>
public sealed class DeviceProgramTests
{
    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Programs_give_what_ILGPU_gives(string device)
    {
        var failures = new List<string>();
        // A driver of OpenCL compiles C, which takes longer: every third program.
        var step = device == "opencl" ? 3 : 1;
        foreach (var name in KernelPrograms.NameList.Where((_, i) => i % step == 0))
        {
            var program = KernelPrograms.Find(name);
            var actual = program.RunOn(TestDevices.Get(device));
            var (expected, elements) = (program.RunByIlgpu(), program.ViewElements());
            for (var i = 0; i < expected.Length; i++)
            {
                if (!KernelProgram.IsSame(elements[i], expected[i], actual[i]))
                    failures.Add($"{name}: view {i} from byte {expected[i].AsSpan().CommonPrefixLength(actual[i])} on");
            }
        }

        Assert.Empty(failures);
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Random_functions_give_what_the_interpreter_gives(string device)
    {
        // A driver of OpenCL compiles C, which takes longer.
        var count = device == "opencl" ? 8 : 60;
        for (var seed = 0; seed < count; seed++)
        {
            foreach (var unrolling in new[] { Unrolling.None, Unrolling.Arrays })
            {
                var function = OneThreadOf(KernelPipeline.Run(
                    RandomFunctions.Make(seed, indexByCounter: unrolling != Unrolling.None),
                    new PipelineOptions { Unrolling = unrolling }));
                var random = new Random(seed);
                var integers = Enumerable.Range(0, RandomFunctions.Elements).Select(_ => random.Next(-4, 9)).ToArray();
                var floats = integers.Select(value => value * 0.5f).ToArray();
                var (n0, n1) = (random.Next(-1, 4), random.Next(0, 9));
                var (output, floatOutput) = (new int[RandomFunctions.Elements], new float[RandomFunctions.Elements]);
                IRInterpreter.Run(function, new(1), integers, floats, output, floatOutput, n0, n1);
                var (actual, floatActual) = (new int[RandomFunctions.Elements], new float[RandomFunctions.Elements]);
                FunctionRun.Run(TestDevices.Get(device), function, new(1),
                    integers, floats, actual, floatActual, n0, n1);
                Assert.True(output.AsSpan().SequenceEqual(actual) && floatOutput.AsSpan().SequenceEqual(floatActual),
                    $"Seed {seed}, {unrolling}:\n{string.Join(' ', output)}\n{string.Join(' ', actual)}\n"
                    + $"{string.Join(' ', floatOutput)}\n{string.Join(' ', floatActual)}\n{IRPrinter.Print(function)}");
            }
        }
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Atomics_add_up_and_return_what_was_there(string device)
    {
        const int groups = 50, width = 16;
        var builder = new FunctionBuilder(new(width));
        var (sums, seen) = (builder.View("sums", ElementType.Int32), builder.View("seen", ElementType.Int32));
        var floats = builder.View("floats", ElementType.Float32);
        var shared = builder.SharedArray("total", ElementType.Float32, 1);
        builder.Store(shared, builder.Int(0), builder.Float(0));
        builder.Barrier();
        var before = new AtomicAdd(sums, builder.Int(0), builder.Int(1));
        builder.Emit(before);
        builder.Store(seen, builder.GlobalX, before.Result);
        builder.Emit(new AtomicAdd(shared, builder.Int(0), builder.Float(0.5f)));
        builder.Barrier();
        builder.If(builder.Binary(BinaryOperator.Equal, builder.LaneX, builder.Int(0)), () =>
        {
            builder.Emit(new AtomicAdd(floats, builder.Int(1), builder.Load(shared, builder.Int(0))));
            return [];
        });
        var (sum, places, total) = (new int[1], new int[groups * width], new float[] { 1, 2, 3 });
        FunctionRun.Run(
            TestDevices.Get(device), builder.Function, new(groups), sum, places, total);
        Assert.Equal(groups * width, sum[0]);
        Assert.Equal(Enumerable.Range(0, groups * width), places.Order());
        Assert.Equal([1, 2 + (groups * width / 2), 3], total);
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Narrow_elements_widen_and_keep_their_low_bits(string device)
    {
        var builder = new FunctionBuilder(new(8));
        var signedBytes = builder.View("signedBytes", ElementType.Int8);
        var bytes = builder.View("bytes", ElementType.UInt8);
        var shorts = builder.View("shorts", ElementType.Int16);
        var halves = builder.View("halves", ElementType.Float16);
        var (wide, half) = (builder.View("wide", ElementType.Int32), builder.View("half", ElementType.Float32));
        var narrow = builder.View("narrow", ElementType.UInt8);
        var rounded = builder.View("rounded", ElementType.Float16);
        var at = builder.GlobalX;
        var sum = builder.Add(builder.Load(signedBytes, at), builder.Mul(builder.Int(1000), builder.Load(bytes, at)));
        sum = builder.Add(sum, builder.Mul(builder.Int(1000000), builder.Load(shorts, at)));
        builder.Store(wide, at, sum);
        builder.Store(narrow, at, sum);
        var loaded = builder.Load(halves, at);
        builder.Store(half, at, loaded);
        builder.Store(rounded, at, builder.Mul(loaded, builder.Float(1.0004f)));

        sbyte[] a = [0, 1, -1, 127, -128, 5, 6, 7];
        byte[] b = [0, 1, 255, 127, 128, 5, 6, 7];
        short[] c = [0, 1, -1, 32767, -32768, 5, 6, 7];
        Half[] d = [.. new[] { 0f, 1f, -1f, 65504f, 6e-8f, -6e-5f, float.PositiveInfinity, 0.1f }.Select(f => (Half)f)];
        var (y, z, n, r) = (new int[8], new float[8], new byte[8], new ushort[8]);
        FunctionRun.Run(TestDevices.Get(device), builder.Function, new(1), a, b, c,
            d.Select(BitConverter.HalfToUInt16Bits).ToArray(), y, z, n, r);
        var expected = Enumerable.Range(0, 8).Select(i => unchecked(a[i] + (1000 * b[i]) + (1000000 * c[i]))).ToArray();
        Assert.Equal(expected, y);
        Assert.Equal(expected.Select(i => (byte)i), n);
        Assert.Equal(d.Select(h => (float)h), z);
        Assert.Equal(d.Select(h => BitConverter.HalfToUInt16Bits((Half)((float)h * 1.0004f))), r);
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void More_arguments_than_push_constants_hold_arrive_too(string device)
    {
        var builder = new FunctionBuilder(new(1));
        var y = builder.View("y", ElementType.Int32);
        var scalars = Enumerable.Range(0, 40).Select(i => builder.Scalar($"s{i}", ScalarType.Int32)).ToArray();
        for (var i = 0; i < scalars.Length; i++)
            builder.Store(y, builder.Int(i), scalars[i]);
        var values = Enumerable.Range(0, scalars.Length).Select(i => (i * 37) - 5).ToArray();
        var output = new int[scalars.Length];
        FunctionRun.Run(TestDevices.Get(device), builder.Function, new(1),
            [output, .. values.Cast<object>()]);
        Assert.Equal(values, output);
    }

    // Threads of random functions write the same elements.
    private static KernelFunction OneThreadOf(KernelFunction function)
    {
        var alone = new KernelFunction(function.Name, new(1), function.Values) { Body = function.Body };
        alone.Parameters.AddRange(function.Parameters);
        return alone;
    }
}
