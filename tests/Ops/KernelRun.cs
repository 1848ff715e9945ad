using System.Runtime.InteropServices;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using ILGPU;
using Xunit;

namespace GpuFormer.Tests.Ops;

/// <summary>Buffers and launches of one test on one device.</summary>
internal sealed class KernelRun(Device device) : IDisposable
{
    // Room around every output that no kernel may touch.
    private const int Fence = 32;
    // Exact in each format.
    private const float FenceValue = 1232f;
    private readonly List<DeviceBuffer> _buffers = [];

    public Device Device => device;

    public ArrayView<T> Input<T>(T[] values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes<T>(values);
        var buffer = device.CreateBuffer(Math.Max(bytes.Length, 1));
        _buffers.Add(buffer);
        buffer.Write(bytes);
        return buffer.View<T>(0, values.Length);
    }

    public ArrayView<float> HalfInput(float[] values) =>
        ViewMemory.Of(Input(Array.ConvertAll(values, x => (System.Half)x))).Owner.HalfView(0, values.Length);

    /// <summary>An output, fenced on both sides.</summary>
    public ArrayView<float> Output(int length) => Output(length, FloatFormat.Single);

    /// <summary>An output that is stored as halves, fenced on both sides.</summary>
    public ArrayView<float> HalfOutput(int length) => Output(length, FloatFormat.Half);

    /// <summary>An output as a format stores it, fenced on both sides.</summary>
    public ArrayView<float> Output(int length, FloatFormat format)
    {
        float[] fence = [.. Enumerable.Repeat(FenceValue, Fence)];
        var buffer = device.CreateBuffer((length + (2 * Fence)) * format.ByteSize());
        _buffers.Add(buffer);
        buffer.Write(format.Store([.. fence, .. Enumerable.Repeat(float.NaN, length), .. fence]));
        return buffer.FloatView(Fence * format.ByteSize(), length, format);
    }

    public void Launch(KernelSpecialisation kernel, LaunchShape grid, params object[] arguments)
    {
        var packed = KernelArguments.Pack(kernel, arguments);
        var launch = new KernelLaunch(device.Compile(kernel.With(packed.Formats)), grid, packed, kernel.Name);
        using var recorded = device.Record([new LaunchWave([launch])]);
        recorded.Run();
    }

    /// <summary>The content of an output; its fences must be whole.</summary>
    public float[] Read(ArrayView<float> output)
    {
        var fenced = new float[output.Length + (2 * Fence)];
        var memory = ViewMemory.Of(output);
        var buffer = memory.Owner;
        var stored = new byte[fenced.Length * memory.Format.ByteSize()];
        buffer.Read(stored);
        memory.Format.Load(stored, fenced);

        for (var i = 0; i < Fence; i++)
        {
            Assert.Equal(FenceValue, fenced[i]);
            Assert.Equal(FenceValue, fenced[^(i + 1)]);
        }

        return fenced[Fence..^Fence];
    }

    public void Dispose()
    {
        foreach (var buffer in _buffers)
            buffer.Dispose();
    }
}
