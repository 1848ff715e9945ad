using GpuFormer.Kernels.Launch;
using ILGPU;
using ILGPU.Backends;
using ILGPU.IR;
using ILGPU.IR.Rewriting;
using ILGPU.IR.Transformations;
using ILGPU.IR.Values;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>
/// What ILGPU does not do by itself to a kernel of ours: it puts in the size of the group, which is a compile-time
/// constant in our kernels and sizes their shared memory.
/// </summary>
internal sealed class SpecialisationHook : IBackendHook
{
    private readonly KernelSpecialisation _specialisation;
    private readonly Rewriter _groupSize = new();

    public SpecialisationHook(KernelSpecialisation specialisation)
    {
        _specialisation = specialisation;
        _groupSize.Add<GroupDimensionValue>((context, size) => context.ReplaceAndRemove(
            size, context.Builder.CreatePrimitiveValue(size.Location, Side(size.Dimension))));
    }

    public void FinishedCodeGeneration(IRContext context, Method entryPoint)
    {
        // Before the kernel is copied: the copy folds what becomes constant, so that lengths of shared arrays are known.
        using var builder = entryPoint.CreateBuilder();
        _groupSize.Rewrite(builder.SourceBlocks, builder);
    }

    public void InitializedKernelContext(IRContext kernelContext, Method kernelMethod)
    {
    }

    public void OptimizedKernelContext(IRContext kernelContext, Method kernelMethod)
    {
    }

    private int Side(DeviceConstantDimension3D dimension) => dimension switch
    {
        DeviceConstantDimension3D.X => _specialisation.Group.X,
        DeviceConstantDimension3D.Y => _specialisation.Group.Y,
        DeviceConstantDimension3D.Z => _specialisation.Group.Z,
    };
}
