using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Graph.Execution;

/// <summary>One launch of a run.</summary>
/// <param name="Node">The node that it computes.</param>
/// <param name="Wave">The wave in which it runs.</param>
/// <param name="Kernel">The kernel that runs.</param>
/// <param name="Grid">The groups that run it.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record TraceRow(Node Node, int Wave, KernelSpecialisation Kernel, LaunchShape Grid, double Seconds)
{
    /// <summary>Bytes of all inputs and outputs, each counted once: what must be moved at least.</summary>
    public long Bytes => Node.Inputs.Distinct().Concat(Node.Outputs).Sum(t => t.Bytes);

    /// <summary>Floating-point operations of multiply-accumulates, two each.</summary>
    public long Operations => 2 * Node.MultiplyAdds;
}
