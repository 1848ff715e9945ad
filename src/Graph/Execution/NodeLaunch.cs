using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using ILGPU;

namespace GpuFormer.Graph.Execution;

/// <summary>The launch of a lowered node, before its kernel is compiled.</summary>
internal sealed record NodeLaunch(Node Node, KernelSpecialisation Kernel, LaunchShape Grid, KernelArguments Arguments)
{
    /// <summary>Asks the node's op for its launch.</summary>
    /// <param name="node">Of a lowered graph.</param>
    /// <param name="capabilities">Of the device that will run it.</param>
    /// <param name="viewOf">Where a tensor lies.</param>
    public static NodeLaunch Of(Node node, DeviceCapabilities capabilities, Func<Tensor, ArrayView<float>> viewOf)
    {
        var launch = LaunchRecording.Of(node.Kernel, node, capabilities,
            [.. node.Inputs.Select(tensor => tensor.Shape)], [.. node.Outputs.Select(tensor => tensor.Shape)],
            index => viewOf(node.Inputs[index]), index => viewOf(node.Outputs[index]));
        return new(node, launch.Kernel, launch.Grid, launch.Arguments);
    }

    /// <summary>The launch in a wave, not timed.</summary>
    public TraceRow Row(int wave) => new(Node, wave, Kernel, Grid, 0);
}
