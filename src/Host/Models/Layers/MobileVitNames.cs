namespace GpuFormer.Models.Layers;

/// <summary>What the layers of a MobileViT are called in a state-dict: by timm, or by cvnets, in whose detectors they stand.
/// </summary>
internal sealed record MobileVitNames
{
    /// <summary>The names of timm.</summary>
    public static MobileVitNames Timm { get; } = new()
    {
        Stem = "stem",
        Stage = stage => $"stages.{stage}",
        Filter = "conv",
        Norm = "bn",
        Expand = "conv1_1x1",
        Depthwise = "conv2_kxk",
        Project = "conv3_1x1",
        Local = "conv_kxk",
        ToTokens = "conv_1x1",
        FromTokens = "conv_proj",
        Fusion = "conv_fusion",
        Layer = layer => $"transformer.{layer}",
        LastNorm = _ => "norm",
        FirstNorm = "norm1",
        Queries = "attn.qkv",
        Projection = "attn.proj",
        SecondNorm = "norm2",
        Hidden = "mlp.fc1",
        Output = "mlp.fc2",
    };

    /// <summary>The names of Apple's cvnets.</summary>
    public static MobileVitNames Cvnets { get; } = new()
    {
        Stem = "conv_1",
        Stage = stage => $"layer_{stage + 1}",
        Filter = "block.conv",
        Norm = "block.norm",
        Expand = "block.exp_1x1",
        Depthwise = "block.conv_3x3",
        Project = "block.red_1x1",
        Local = "local_rep.conv_3x3",
        ToTokens = "local_rep.conv_1x1.block.conv",
        FromTokens = "conv_proj",
        Fusion = "fusion",
        Layer = layer => $"global_rep.{layer}",
        LastNorm = layers => $"global_rep.{layers}",
        FirstNorm = "pre_norm_mha.0",
        Queries = "pre_norm_mha.1.qkv_proj",
        Projection = "pre_norm_mha.1.out_proj",
        SecondNorm = "pre_norm_ffn.0",
        Hidden = "pre_norm_ffn.1",
        Output = "pre_norm_ffn.4",
    };

    public required string Stem { get; init; }

    /// <summary>Of a stage, from 0.</summary>
    public required Func<int, string> Stage { get; init; }

    /// <summary>A convolution's own part where a norm stands beside it.</summary>
    public required string Filter { get; init; }

    /// <summary>The norm beside a convolution.</summary>
    public required string Norm { get; init; }

    /// <summary>The 1x1 convolution that widens an inverted residual.</summary>
    public required string Expand { get; init; }

    public required string Depthwise { get; init; }

    /// <summary>The 1x1 convolution that narrows an inverted residual.</summary>
    public required string Project { get; init; }

    /// <summary>The 3x3 convolution before the transformer.</summary>
    public required string Local { get; init; }

    /// <summary>The 1x1 convolution before the transformer, whose weight this is the path of.</summary>
    public required string ToTokens { get; init; }

    /// <summary>The 1x1 convolution behind the transformer.</summary>
    public required string FromTokens { get; init; }

    /// <summary>The 3x3 convolution over input and result.</summary>
    public required string Fusion { get; init; }

    /// <summary>Of a layer of the transformer, from 0.</summary>
    public required Func<int, string> Layer { get; init; }

    /// <summary>The norm behind so many layers.</summary>
    public required Func<int, string> LastNorm { get; init; }

    /// <summary>The norm before attention.</summary>
    public required string FirstNorm { get; init; }

    /// <summary>The linear that makes queries, keys and values.</summary>
    public required string Queries { get; init; }

    /// <summary>The linear behind attention.</summary>
    public required string Projection { get; init; }

    /// <summary>The norm before the feed-forward network.</summary>
    public required string SecondNorm { get; init; }

    /// <summary>The first linear of the feed-forward network.</summary>
    public required string Hidden { get; init; }

    /// <summary>Its second linear.</summary>
    public required string Output { get; init; }

    /// <summary>A convolution and its norm.</summary>
    public ConvolutionNorm Convolution(ParameterScope scope, (int Inputs, int Outputs, int Size) filter,
        int stride = 1, int filterGroups = 1, bool planar = false, int dilation = 1) =>
        new(scope.At(Filter), scope.At(Norm), filter, stride, filterGroups, planar, dilation: dilation);
}
