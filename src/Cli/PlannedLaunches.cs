using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer.Cli;

/// <summary>What a device would run for a model, found without compiling anything.</summary>
internal static class PlannedLaunches
{
    /// <summary>The plan for a model, and its launches in order; their times are 0.</summary>
    /// <param name="network">Its weights do not matter here.</param>
    /// <param name="capabilities">Of the device that the plan is for.</param>
    /// <param name="batchSize">Pictures of one run.</param>
    /// <param name="side">Height and width of the pictures.</param>
    /// <param name="precision">How filters and maps are stored.</param>
    public static (ExecutionPlan Plan, IReadOnlyList<TraceRow> Launches) Of(
        ImageModel network, DeviceCapabilities capabilities, int batchSize, int side,
        Precision precision = Precision.Single) => Of(network, capabilities, batchSize, side, side, precision);

    /// <summary>The same for images that are no squares.</summary>
    public static (ExecutionPlan Plan, IReadOnlyList<TraceRow> Launches) Of(
        ImageModel network, DeviceCapabilities capabilities, int batchSize, int height, int width,
        Precision precision = Precision.Single)
    {
        var plan = ExecutionPlan.Create(network.Build(batchSize, height, width), capabilities, precision);
        return (plan, plan.ListLaunches());
    }
}
