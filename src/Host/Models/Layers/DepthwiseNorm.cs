using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>
/// The widening depthwise convolution of <c>DnaBlock3</c> and its norm, in one of three forms (Networks 1.12): k x k;
/// the larger of 3x1 and 1x3, each with a norm; 3x1, norm, 1x3, norm, with half of the channels between.
/// </summary>
internal sealed class DepthwiseNorm
{
    private readonly string _path;
    private readonly DepthwiseForm _form;
    private readonly ConvolutionNorm _first;
    private readonly ConvolutionNorm? _second;

    public DepthwiseNorm(
        ParameterScope scope, DepthwiseForm form, (int Inputs, int Outputs, int Size) filter, int stride)
    {
        (_path, _form) = (scope.Path, form);
        var (inputs, outputs, size) = filter;
        switch (form)
        {
            case DepthwiseForm.Square:
                _first = new(scope, 0, filter, stride, inputs);
                break;
            case DepthwiseForm.Maximum:
                _first = new(scope.At("0").At("conv1"), 0, new(stride, inputs), new Shape(outputs, 1, 3, 1));
                _second = new(scope.At("0").At("conv2"), 0, new(stride, inputs), new Shape(outputs, 1, 1, 3));
                break;
            case DepthwiseForm.Separable:
                _first = new(
                    scope, 0, new(stride, inputs) { ColumnStride = 1 }, new Shape(outputs / 2, 1, 3, 1));
                _second = new(
                    scope, 2, new(1, outputs / 2) { ColumnStride = stride }, new Shape(outputs, 1, 1, 3));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(form), form, "There are three forms.");
        }
    }

    /// <summary>How many entries it takes of the sequence that it stands in.</summary>
    public static int Entries(DepthwiseForm form) => form == DepthwiseForm.Separable ? 4 : 2;

    public Tensor Build(GraphBuilder builder, Tensor x)
    {
        var y = _first.Build(builder, x);
        return _form switch
        {
            DepthwiseForm.Square => y,
            DepthwiseForm.Maximum => builder.Apply(_path + ".larger", new Maximum(), y, _second!.Build(builder, x)),
            DepthwiseForm.Separable => _second!.Build(builder, y),
        };
    }
}
