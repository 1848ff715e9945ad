using System.Runtime.InteropServices;
using GpuFormer.Devices.Cuda;
using GpuFormer.Devices.OpenCl;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>Makes ILGPU contexts: where drivers are found, which devices count, what our kernels need beyond ILGPU.</summary>
internal static class IlgpuRuntime
{
    private static readonly Lock Gate = new();
    private static bool _findsDrivers;

    /// <summary>
    /// A context for the processor, for OpenCL or for CUDA alone: looking for the drivers of all three would take half a
    /// second and name the faults of drivers that nobody asked for.
    /// </summary>
    /// <param name="type">Which devices it shall list.</param>
    /// <param name="prepare">Called with each OpenCL device before it is listed; null for nothing.</param>
    /// <param name="optimisation">How much ILGPU optimises; O1 is its default.</param>
    public static Context CreateContext(
        AcceleratorType type, Action<CLDevice>? prepare = null, OptimizationLevel optimisation = OptimizationLevel.O1)
    {
        FindDrivers();
        return Context.Create(builder =>
        {
            switch (type)
            {
                case AcceleratorType.OpenCL:
                    builder.OpenCL(device =>
                    {
                        prepare?.Invoke(device);
                        return true;
                    });
                    break;
                case AcceleratorType.Cuda:
                    builder.Cuda();
                    break;
                default:
                    builder.CPU();
                    break;
            }

            builder.Optimize(optimisation);
            builder.EnableAlgorithms();
            builder.EnableGpuFormerKernels();
        });
    }

    // ILGPU asks for libraries by the names of development packages, which a machine with nothing but drivers lacks.
    private static void FindDrivers()
    {
        lock (Gate)
        {
            // Under WSL ILGPU sets a resolver itself, and there can be one alone.
            if (_findsDrivers || Directory.Exists("/usr/lib/wsl/lib"))
                return;
            _findsDrivers = true;
            NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, (name, _, _) => name switch
            {
                "OpenCL" => DriverLibrary.TryLoad(OpenClLoader.LibraryNames)?.Handle ?? 0,
                "cuda" => DriverLibrary.TryLoad(CudaApi.LibraryNames)?.Handle ?? 0,
                _ => 0,
            });
        }
    }
}
