using System.Runtime.InteropServices;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;
using GpuFormer.Kernels.Specialisation;
using ILGPU;

namespace GpuFormer.Training;

/// <summary>
/// A <see cref="UnitTable"/> on a device, with the norms of its units and the factors that follow from them: launches of
/// <see cref="UnitKernels"/>.
/// </summary>
internal sealed class UnitNorms : IDisposable
{
    private readonly Device _device;
    private readonly UnitTable _table;
    private readonly List<DeviceBuffer> _buffers = [];
    private readonly DeviceBuffer _pieces;
    private readonly DeviceBuffer _units;
    private readonly DeviceBuffer _sums;
    private readonly DeviceBuffer _factors;
    private readonly DeviceBuffer _scales;

    /// <param name="device">Must outlive this.</param>
    /// <param name="table">The units.</param>
    /// <param name="scaleOf">By what the trust ratio of a variable is multiplied.</param>
    public UnitNorms(Device device, UnitTable table, Func<Variable, float> scaleOf)
    {
        (_device, _table) = (device, table);
        try
        {
            var bytes = table.BufferBytes;
            _pieces = Allocate(bytes[0], MemoryMarshal.AsBytes<int>(table.Pieces));
            _units = Allocate(bytes[1], MemoryMarshal.AsBytes<int>(table.Units));
            _sums = Allocate(bytes[2], new byte[bytes[2]]);
            _factors = Allocate(bytes[3], new byte[bytes[3]]);
            var scales = new float[table.Count];
            for (var unit = 0; unit < table.Variables.Count; unit++)
                scales[unit] = scaleOf(table.Variables[unit]);
            _scales = Allocate(bytes[4], MemoryMarshal.AsBytes<float>(scales));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Waves that measure parameters and gradients and scale the gradients of each unit down.</summary>
    /// <param name="parameters">The flat buffer.</param>
    /// <param name="gradients">The flat buffer, which is changed.</param>
    /// <param name="clip">The largest norm of a gradient by that of its parameters.</param>
    public IEnumerable<LaunchWave> Clipped(ArrayView<float> parameters, ArrayView<float> gradients, float clip) =>
    [
        Measured(parameters, gradients),
        ByUnit(nameof(UnitKernels.ClipFactors), Sums, Units, Factors, clip),
        ByPiece(nameof(UnitKernels.Scale), gradients, Pieces, Factors),
    ];

    /// <summary>Waves that measure parameters and directions and move the parameters.</summary>
    /// <param name="parameters">The flat buffer, which is changed.</param>
    /// <param name="direction">The flat buffer.</param>
    /// <param name="terms">Those of <see cref="OptimizerKernels"/>.</param>
    public IEnumerable<LaunchWave> Descended(
        ArrayView<float> parameters, ArrayView<float> direction, ArrayView<float> terms) =>
    [
        Measured(parameters, direction),
        ByUnit(nameof(UnitKernels.TrustRatios), Sums, Units, _scales.View<float>(0, _table.Count), Factors),
        ByPiece(nameof(UnitKernels.Descend), parameters, direction, Pieces, Factors, terms),
    ];

    public void Dispose()
    {
        foreach (var buffer in _buffers)
            buffer.Dispose();
    }

    private ArrayView<int> Pieces => _pieces.View<int>(0, _table.Pieces.Length);

    private ArrayView<int> Units => _units.View<int>(0, _table.Units.Length);

    private ArrayView<float> Sums => _sums.View<float>(0, (int)_table.Grid.Groups * 2);

    private ArrayView<float> Factors => _factors.View<float>(0, _table.Count);

    private GroupShape Group => FlatLaunch.Shape(_device.Capabilities, VariableLayout.RangeAlignment).Group;

    private LaunchWave Measured(ArrayView<float> a, ArrayView<float> b) =>
        ByPiece(nameof(UnitKernels.SquareSums), a, b, Pieces, Sums);

    private LaunchWave ByPiece(string name, params object[] arguments) => Launch(name, _table.Grid, arguments);

    private LaunchWave ByUnit(string name, params object[] arguments) =>
        Launch(name, new LaunchShape(_table.Count / Group.X), arguments);

    private LaunchWave Launch(string name, LaunchShape grid, object[] arguments)
    {
        var kernel = new KernelSpecialisation(typeof(UnitKernels).GetMethod(name)!, Group);
        return new([new KernelLaunch(
            _device.Compile(kernel), grid, KernelArguments.Pack(kernel, arguments), $"update.{name}")]);
    }

    private DeviceBuffer Allocate(long bytes, ReadOnlySpan<byte> content)
    {
        var buffer = _device.CreateBuffer(bytes);
        _buffers.Add(buffer);
        buffer.Write(content);
        return buffer;
    }
}
