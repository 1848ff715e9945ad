using BenchmarkDotNet.Running;
using GpuFormer.Perf.Ops;

// "peaks" is a table of the deciding kernels beside the machine's peak; everything else goes to BenchmarkDotNet.
if (args is ["peaks"])
    KernelPeaks.Print(Console.Out);
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
