using GpuFormer.Devices.Cpu;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Tests.Ops.Backward;
using Xunit;

namespace GpuFormer.Tests.Ops;

/// <summary>
/// Ops compute right with vectors of every width, not only with this processor's own: tiles, panels and layouts of
/// filters follow the width.
/// </summary>
public sealed class VectorWidthTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Ops_match_reference_whatever_the_vectors(int lanes)
    {
        using var device = new CpuDevice(2, lanes, specialisation => KernelCompiler.Compile(specialisation));
        foreach (var @case in PointwiseCases.Cases.Concat(DepthwiseCases.Cases).Concat(DenseConvolutionCases.Cases)
            .Concat(WinogradCases.Cases).Concat(StemCases.Cases).Concat(MobileToFormerCases.Cases)
            .Concat(FormerToMobileCases.Cases).Concat(PatchAttentionCases.Cases).Concat(TokenAttentionCases.Cases)
            .Concat(LayerNormCases.Cases).Concat(SoftmaxCases.Cases).Concat(GlobalAveragePoolCases.Cases)
            .Concat(AdaptiveAveragePoolCases.Cases).Concat(ElementwiseCases.Cases).Concat(ResizeCases.Cases)
            .Concat(ConcatCases.Cases).Concat(ConvolutionTests.AllCases).Concat(MaxPoolTests.AllCases)
            .Concat(MultiHeadAttentionTests.AllCases))
        {
            Tolerance.Check($"{@case.Name} ({lanes} lanes)", @case.ReductionLength,
                @case.Reference(), @case.Run(device));
        }
    }
}
