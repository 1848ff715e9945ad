using System.Collections.Concurrent;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Devices;

/// <summary>
/// The kernels of one device. Callers that ask for one specialisation at the same time wait for one compilation;
/// different ones do not wait for each other. What failed is forgotten, so that it fails the same way when asked for
/// again.
/// </summary>
internal sealed class KernelTable<TKernel>
    where TKernel : CompiledKernel
{
    private readonly ConcurrentDictionary<KernelSpecialisation, Lazy<TKernel>> _kernels = new();

    public TKernel GetOrBuild(KernelSpecialisation specialisation, Func<KernelSpecialisation, TKernel> build)
    {
        var kernel = _kernels.GetOrAdd(specialisation, key => new(() => build(key)));
        try
        {
            return kernel.Value;
        }
        catch
        {
            _kernels.TryRemove(new(specialisation, kernel));
            throw;
        }
    }

    /// <summary>Forgets all, after releasing those that were compiled.</summary>
    public void Clear(Action<TKernel> release)
    {
        foreach (var kernel in _kernels.Values)
        {
            if (kernel.IsValueCreated)
                release(kernel.Value);
        }

        _kernels.Clear();
    }
}
