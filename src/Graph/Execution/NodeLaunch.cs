using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Language;
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
        var context = new Context(node, capabilities, viewOf);
        node.Kernel.Forward(context);
        return context.Launched ?? throw new InvalidOperationException($"{node} recorded no launch.");
    }

    /// <summary>The launch in a wave, not timed.</summary>
    public TraceRow Row(int wave) => new(Node, wave, Kernel, Grid, 0);

    private sealed class Context(Node node, DeviceCapabilities capabilities, Func<Tensor, ArrayView<float>> viewOf)
        : ForwardContext
    {
        public NodeLaunch? Launched { get; private set; }

        public override DeviceCapabilities Capabilities => capabilities;

        public override int InputCount => node.Inputs.Count;

        public override ArrayView<float> Input(int index) => viewOf(node.Inputs[index]);

        public override Shape InputShape(int index) => node.Inputs[index].Shape;

        public override ArrayView<float> Output(int index = 0) => viewOf(node.Outputs[index]);

        public override Shape OutputShape(int index = 0) => node.Outputs[index].Shape;

        public override void Launch(KernelSpecialisation kernel, LaunchShape grid, params object[] arguments)
        {
            if (Launched is not null)
                throw new InvalidOperationException($"{node} recorded a second launch; an op is one launch.");
            var packed = KernelArguments.Pack(kernel, arguments);
            Launched = new(node, kernel.With(packed.Formats), grid, packed);
        }
    }
}
