using System.Runtime.InteropServices;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using Xunit;

namespace GpuFormer.Tests.Ops;

/// <summary>Buffers and launches of one test on one device.</summary>
internal sealed class KernelRun(Device device) : IDisposable
{
    // Room around every output that no kernel may touch.
    private const int Fence = 32;
    private const float FenceValue = 1234.5f;
    private readonly List<DeviceBuffer> _buffers = [];

    public Device Device => device;

    public View<T> Input<T>(T[] values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes<T>(values);
        var buffer = device.CreateBuffer(Math.Max(bytes.Length, 1));
        _buffers.Add(buffer);
        buffer.Write(bytes);
        return buffer.View<T>(0, values.Length);
    }

    /// <summary>An output, fenced on both sides.</summary>
    public View<float> Output(int length)
    {
        var fenced = new float[length + (2 * Fence)];
        Array.Fill(fenced, float.NaN);
        fenced.AsSpan(0, Fence).Fill(FenceValue);
        fenced.AsSpan(length + Fence).Fill(FenceValue);
        var buffer = device.CreateBuffer(fenced.Length * sizeof(float));
        _buffers.Add(buffer);
        buffer.Write(MemoryMarshal.AsBytes<float>(fenced));
        return buffer.View<float>(Fence * sizeof(float), length);
    }

    public void Launch(KernelSpecialisation kernel, LaunchShape grid, params object[] arguments)
    {
        var launch = new KernelLaunch(
            device.Compile(kernel), grid, KernelArguments.Pack(kernel, arguments), kernel.Name);
        using var recorded = device.Record([new LaunchWave([launch])]);
        recorded.Run();
    }

    /// <summary>The content of an output; its fences must be whole.</summary>
    public float[] Read(View<float> output)
    {
        var fenced = new float[output.Length + (2 * Fence)];
        ((DeviceBuffer)output.Buffer!).Read(MemoryMarshal.AsBytes(fenced.AsSpan()));
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
