using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>A convolution without bias and the batch norm behind it.</summary>
internal sealed class ConvolutionNorm
{
    private readonly Convolution _op;
    private readonly string _path;
    private readonly Parameter _filter;
    private readonly BatchNormLayer _norm;

    /// <summary>The two at an index of a sequence and the next.</summary>
    public ConvolutionNorm(ParameterScope scope, int index, (int Inputs, int Outputs, int Size) filter,
        int stride = 1, int filterGroups = 1, bool planar = false, float epsilon = BatchNormLayer.DefaultEpsilon)
        : this(scope.At($"{index}"), scope.At($"{index + 1}"), filter, stride, filterGroups, planar, epsilon)
    {
    }

    /// <summary>The two with scopes of their own.</summary>
    public ConvolutionNorm(ParameterScope convolution, ParameterScope norm, (int Inputs, int Outputs, int Size) filter,
        int stride = 1, int filterGroups = 1, bool planar = false, float epsilon = BatchNormLayer.DefaultEpsilon,
        NormForm form = NormForm.Learned, int dilation = 1)
        : this(convolution, norm, new Convolution(stride, filterGroups) { Planar = planar, Dilation = dilation },
            new Shape(filter.Outputs, filter.Inputs / filterGroups, filter.Size, filter.Size), epsilon, form)
    {
    }

    /// <summary>The two at an index of a sequence and the next, of any convolution.</summary>
    public ConvolutionNorm(ParameterScope scope, int index, Convolution op, Shape filter)
        : this(scope.At($"{index}"), scope.At($"{index + 1}"), op, filter, BatchNormLayer.DefaultEpsilon)
    {
    }

    private ConvolutionNorm(ParameterScope convolution, ParameterScope norm, Convolution op, Shape filter, float epsilon,
        NormForm form = NormForm.Learned)
    {
        (_path, _op) = (convolution.Path, op);
        _filter = convolution.Declare("weight", filter);
        _norm = new BatchNormLayer(norm, filter[0], epsilon, form);
    }

    public Tensor Build(GraphBuilder builder, Tensor x) =>
        _norm.Build(builder, builder.Add(_path, _op, x, builder.Stored(_filter)));
}

/// <summary>A 1x1 convolution without bias and norm that keeps the number of channels.</summary>
internal sealed class ProjectionLayer
{
    private readonly string _path;
    private readonly Parameter _filter;

    public ProjectionLayer(ParameterScope scope, int channels)
    {
        _path = scope.Path;
        _filter = scope.Declare("weight", new Shape(channels, channels, 1, 1));
    }

    public Tensor Build(GraphBuilder builder, Tensor x) =>
        builder.Add(_path, new Convolution(1, 1), x, builder.Stored(_filter));
}

/// <summary>What training does to a batch norm.</summary>
internal enum NormForm
{
    /// <summary>It uses the statistics of batches, and its weights are learned.</summary>
    Learned,

    /// <summary>It keeps its statistics and weights.</summary>
    Frozen,

    /// <summary>
    /// The same, and weights are buffers as statistics are, and nothing is counted: torchvision's
    /// <c>FrozenBatchNorm2d</c>.
    /// </summary>
    Buffers,
}

/// <summary>Batch norm over channels, of maps (2d) or of vectors (1d).</summary>
internal sealed class BatchNormLayer
{
    public const float DefaultEpsilon = 1e-5f;

    private readonly string _path;
    private readonly BatchNorm _op;
    private readonly Parameter[] _parameters;

    public BatchNormLayer(
        ParameterScope scope, int channels, float epsilon = DefaultEpsilon, NormForm form = NormForm.Learned)
    {
        var shape = new Shape(channels);
        var kind = form == NormForm.Buffers ? ParameterKind.Statistic : ParameterKind.Weight;
        (_path, _op) = (scope.Path, new BatchNorm(epsilon) { Training = form == NormForm.Learned ? NormTraining.Batch : NormTraining.Frozen });
        _parameters =
        [
            scope.Declare("weight", shape, kind, InitialValues.Constant(1)),
            scope.Declare("bias", shape, kind, InitialValues.Constant(0)),
            scope.Declare("running_mean", shape, ParameterKind.Statistic),
            scope.Declare("running_var", shape, ParameterKind.Statistic),
        ];
        if (form != NormForm.Buffers)
            scope.Declare("num_batches_tracked", new Shape(), ParameterKind.Counter);
    }

    public Tensor Build(GraphBuilder builder, Tensor x) =>
        builder.Add(_path, _op, [x, .. _parameters.Select(builder.Stored)]);
}
