using System.Runtime.InteropServices;
using GpuFormer.Devices;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.Tests.Kernels.Targets.Ptx;
using Xunit;

namespace GpuFormer.Tests.Host.Devices;

/// <summary>Runs functions that no C# method stands behind, on arrays that share one buffer.</summary>
internal static class FunctionRun
{
    private const int Guard = 64;
    private const byte Untouched = 0xA5;
    private static int _count;

    /// <summary>
    /// Runs all groups. Arguments are arrays (views) or scalars; arrays are written back, and a write beside one is an
    /// error.
    /// </summary>
    public static void Run(Device device, KernelFunction function, LaunchShape grid, params object[] arguments)
    {
        var specialisation = new KernelSpecialisation(
            Stands, function.Group, ("number", Interlocked.Increment(ref _count)));
        var kernel = device switch
        {
            DriverDevice driver => driver.Compile(specialisation, _ => function),
            PtxInterpreterDevice ptx => ptx.Compile(specialisation, _ => function),
            _ => throw new ArgumentException($"{device.Name} takes no functions."),
        };
        var arrays = arguments.OfType<Array>().ToArray();
        var starts = new int[arrays.Length];
        var size = Guard;
        for (var i = 0; i < arrays.Length; i++)
        {
            starts[i] = size;
            size += ((Buffer.ByteLength(arrays[i]) + 3) & ~3) + Guard;
        }

        var content = new byte[size];
        content.AsSpan().Fill(Untouched);
        for (var i = 0; i < arrays.Length; i++)
            BytesOf(arrays[i]).CopyTo(content.AsSpan(starts[i]));
        using var buffer = device.CreateBuffer(size);
        buffer.Write(content);

        var items = new List<KernelArgument>();
        var view = 0;
        foreach (var argument in arguments)
        {
            items.Add(argument switch
            {
                Array array => new(buffer, starts[view++], array.Length, 0),
                float f => new(null, 0, 0, BitConverter.SingleToInt32Bits(f)),
                bool b => new(null, 0, 0, b ? 1 : 0),
                uint u => new(null, 0, 0, (int)u),
                int i => new(null, 0, 0, i),
                _ => throw new ArgumentException($"{argument.GetType()}"),
            });
        }

        using (var launches = device.Record(
            [new LaunchWave([new KernelLaunch(kernel, grid, new KernelArguments(items), "test")])]))
        {
            launches.Run();
        }

        buffer.Read(content);
        for (var i = 0; i < arrays.Length; i++)
        {
            var bytes = BytesOf(arrays[i]);
            content.AsSpan(starts[i], bytes.Length).CopyTo(bytes);
            content.AsSpan(starts[i], bytes.Length).Fill(Untouched);
        }

        Assert.All(content, octet => Assert.Equal(Untouched, octet));
    }

    [Kernel]
    public static void Stands([Constant] int number)
    {
    }

    private static Span<byte> BytesOf(Array array) => MemoryMarshal.CreateSpan(
        ref MemoryMarshal.GetArrayDataReference(array), Buffer.ByteLength(array));
}
