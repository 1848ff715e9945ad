using BenchmarkDotNet.Running;
using GpuFormer.Perf.Detection;
using GpuFormer.Perf.Imaging;
using GpuFormer.Perf.Ops;
using GpuFormer.Perf.Peers;
using GpuFormer.Perf.Serving;

// "peaks" is a table of the deciding kernels beside the machine's peak, "peers" one of whole networks beside ONNX
// Runtime, "train" one of training beside PyTorch, "gpu-peers" one of both beside PyTorch on any device,
// "ilgpu" one of ILGPU's code for the same kernels; "tiles" measures
// candidates for the tile table, "launches" lists what a card would be given, "ranks" what data-parallel training
// exchanges, and under mpirun how long it takes; "images" decodes beside other decoders, "loader" makes batches beside
// PyTorch's; "detection" times what detection does on the host; "serve" loads a server, "clients" runs many threads on
// one classifier beside locks around a session, "sessions" many sessions on one device. Everything else goes to BenchmarkDotNet.
switch (args)
{
    case ["peaks", .. var ops]:
        KernelPeaks.Print(Console.Out, ops);
        return 0;
    case ["peers", .. var rest]:
        return PeersProgram.Run(rest, Console.Out);
    case ["gpu-peers", .. var rest]:
        return GpuPeersProgram.Run(rest, Console.Out);
    case ["images", .. var rest]:
        return ImagesProgram.Run(rest, Console.Out);
    case ["loader", .. var rest]:
        return LoaderProgram.Run(rest, Console.Out);
    case ["detection"]:
        return DetectionProgram.Run(Console.Out);
    case ["ilgpu", .. var rest]:
        return IlgpuProgram.Run(rest, Console.Out);
    case ["launches", .. var rest]:
        return LaunchesProgram.Run(rest, Console.Out);
    case ["ranks", .. var rest]:
        return RanksProgram.Run(rest, Console.Out);
    case ["serve", .. var rest]:
        return await ServeProgram.RunAsync(rest, Console.Out);
    case ["clients", .. var rest]:
        return ClientsProgram.Run(rest, Console.Out);
    case ["sessions", .. var rest]:
        return SessionsProgram.Run(rest, Console.Out);
    case ["tiles", .. var rest]:
        return TilesProgram.Run(rest, Console.Out);
    case ["train", .. var rest]:
        return TrainingProgram.Run(rest, Console.Out);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
