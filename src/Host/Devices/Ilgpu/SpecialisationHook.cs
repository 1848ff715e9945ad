using GpuFormer.Kernels.Specialisation;
using ILGPU;
using ILGPU.Backends;
using ILGPU.IR;
using ILGPU.IR.Rewriting;
using ILGPU.IR.Transformations;
using ILGPU.IR.Values;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>
/// What ILGPU does not do by itself to a kernel of ours. It puts in the size of the group, which is a compile-time
/// constant in our kernels and sizes their shared memory. For PTX it unrolls loops whose length is constant: ILGPU 1.5
/// has the pass but does not run it, and a tile of sums that a loop indexes would lie in memory instead of registers.
/// Drivers of OpenCL unroll by themselves, and PoCL made code 2.6 times slower of loops that were unrolled before.
/// </summary>
internal sealed class SpecialisationHook : IBackendHook
{
    // Loops lie in each other at most so deep, and a pass unrolls the innermost.
    private const int Passes = 6;

    private static readonly Transformer LocalArrays = Transformer.Create(
        TransformerConfiguration.Empty,
        new LowerArrays(MemoryAddressSpace.Local), new LowerStructures(), new DeadCodeElimination(),
        new SimplifyControlFlow());

    // ILGPU makes a scalar of an array of one element, and then fails to keep it in registers, since it is still indexed:
    // with a second element, which nothing uses, it is an array again.
    private static readonly Rewriter ArraysOfOne = new();

    private readonly KernelSpecialisation _specialisation;
    private readonly int _longestLoop;
    private readonly Rewriter _groupSize = new();

    static SpecialisationHook() => ArraysOfOne.Add<Alloca>(
        array => array.IsSimpleAllocation && array.AddressSpace == MemoryAddressSpace.Local
            && IsIndexed(array),
        (context, array) => context.ReplaceAndRemove(array, context.Builder.CreateStaticAllocaArray(
            array.Location, context.Builder.CreatePrimitiveValue(array.Location, 2), array.AllocaType,
            MemoryAddressSpace.Local)));

    /// <summary>Makes the hook of one compilation.</summary>
    /// <param name="specialisation">The kernel.</param>
    /// <param name="longestLoop">Loops of so many turns are unrolled; 0 for none.</param>
    public SpecialisationHook(KernelSpecialisation specialisation, int longestLoop)
    {
        (_specialisation, _longestLoop) = (specialisation, longestLoop);
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
        if (_longestLoop == 0)
            return;
        kernelContext.Transform(LocalArrays);
        foreach (var method in kernelContext.Methods)
        {
            using var builder = method.CreateBuilder();
            ArraysOfOne.Rewrite(builder.SourceBlocks, builder);
        }

        var unroll = Transformer.Create(
            TransformerConfiguration.Empty,
            new LoopUnrolling(_longestLoop), new UnreachableCodeElimination(), new DeadCodeElimination(),
            new SimplifyControlFlow(), new SSAStructureConstruction());
        for (var i = 0; i < Passes; i++)
            kernelContext.Transform(unroll);
    }

    public void OptimizedKernelContext(IRContext kernelContext, Method kernelMethod)
    {
    }

    private static bool IsIndexed(Alloca array)
    {
        foreach (Value use in array.Uses)
        {
            if (use is NewView)
                return true;
        }

        return false;
    }

    private int Side(DeviceConstantDimension3D dimension) => dimension switch
    {
        DeviceConstantDimension3D.X => _specialisation.Group.X,
        DeviceConstantDimension3D.Y => _specialisation.Group.Y,
        DeviceConstantDimension3D.Z => _specialisation.Group.Z,
    };
}
