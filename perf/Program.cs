using BenchmarkDotNet.Running;
using GpuFormer.Perf.Ops;
using GpuFormer.Perf.Peers;

// "peaks" is a table of the deciding kernels beside the machine's peak, "peers" one of whole networks beside ONNX
// Runtime, "train" one of training beside PyTorch; everything else goes to BenchmarkDotNet.
switch (args)
{
    case ["peaks"]:
        KernelPeaks.Print(Console.Out);
        return 0;
    case ["peers", .. var rest]:
        return PeersProgram.Run(rest, Console.Out);
    case ["train", .. var rest]:
        return TrainingProgram.Run(rest, Console.Out);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
