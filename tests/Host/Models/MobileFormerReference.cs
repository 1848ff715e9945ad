using GpuFormer.Models;

namespace GpuFormer.Tests.Host.Models;

/// <summary>
/// A straightforward float64 forward pass of Mobile-Former (Networks 1.1 to 1.8, 1.13), with the output of every stage.
/// </summary>
internal sealed class MobileFormerReference(
    MobileFormerVariant variant, Func<string, int[], float[]> weights, bool spatial = false, int classes = 1000)
{
    private readonly ReferenceModules _modules = new(weights);

    /// <summary>
    /// Maps [N, C, H, W] and tokens [M, N, d] by stage: <c>stem</c>, <c>features.3</c>, <c>local_global</c>.
    /// </summary>
    public Dictionary<string, (Values? X, Values? Tokens)> Stages { get; } = [];

    private int Groups => variant.FilterGroups;

    /// <summary>Logits [N, classes] of images [N, 3, H, W].</summary>
    public Values Run(Values images)
    {
        var n = images.Sizes[0];
        var (m, d) = (variant.Tokens, variant.TokenChannels);
        var embedding = weights("tokens.weight", [m, d]);
        var z = Values.Zeros(m, n, d);
        for (var i = 0; i < z.Data.Length; i++)
            z.Data[i] = embedding[(i / (n * d) * d) + (i % d)];
        var x = Norm("stem", 0, _modules.Convolution("stem.0", images, variant.StemChannels, 3, 2, 1))
            .Map(ReferenceModules.Relu6);
        Stages["stem"] = (x, null);
        for (var i = 0; i < variant.Blocks.Count; i++)
        {
            (x, z) = Block($"features.{i}", variant.Blocks[i], x, z);
            Stages[$"features.{i}"] = (x, z);
        }

        z = _modules.MobileToFormer("local_global", x, z).Tokens;
        Stages["local_global"] = (null, z);
        return Classify(x, z);
    }

    private Values Norm(string key, int convolution, Values x) => _modules.BatchNorm($"{key}.{convolution + 1}", x);

    private Values ConvolutionNorm(string key, Values x, int outputs, int size, int stride, int groups) =>
        _modules.BatchNorm($"{key}.1", _modules.Convolution($"{key}.0", x, outputs, size, stride, groups));

    private Values Shuffle(Values x, int groups) => Groups > 1 ? ReferenceModules.ChannelShuffle(x, groups) : x;

    private (Values X, Values Z) Block(string key, MobileFormerBlock block, Values x, Values z)
    {
        if (block.IsConvolutionOnly)
            return (Lite(key, block, x), z);
        (z, var scores) = _modules.MobileToFormer($"{key}.local_global", x, z);
        z = _modules.Former($"{key}.global_block", z);
        var (height, width) = (((x.Sizes[2] - 1) / block.Stride) + 1, ((x.Sizes[3] - 1) / block.Stride) + 1);
        var attention = spatial
            ? ReferenceModules.SpatialAttention(scores, (x.Sizes[2], x.Sizes[3]), (height, width))
            : null;
        Values y;
        if (block.Downsampling)
        {
            y = ConvolutionNorm($"{key}.conv1", x, block.FirstHidden, 3, block.Stride, block.InputChannels);
            y = Activate($"{key}.hyper1", Shuffle(y, block.InputChannels), z, attention);
            var inner = ConvolutionNorm($"{key}.conv2", y, block.OutputChannels, 1, 1, Groups);
            y = ConvolutionNorm($"{key}.conv3", inner, block.SecondHidden, 3, 1, block.OutputChannels);
            y = Activate($"{key}.hyper3", Shuffle(y, block.OutputChannels), z, attention);
            y = ConvolutionNorm($"{key}.conv4", y, block.OutputChannels, 1, 1, Groups).Plus(inner);
        }
        else
        {
            y = ConvolutionNorm($"{key}.conv1", x, block.FirstHidden, 1, 1, Groups);
            y = Activate($"{key}.hyper1", Shuffle(y, Groups), z, attention);
            y = ConvolutionNorm($"{key}.conv2", y, block.FirstHidden, 3, block.Stride, block.FirstHidden);
            y = Activate($"{key}.hyper2", y, z, attention);
            y = Shuffle(ConvolutionNorm($"{key}.conv3", y, block.OutputChannels, 1, 1, Groups), Groups);
            if (block.HasResidual)
                y = y.Plus(x);
        }

        return (_modules.FormerToMobile($"{key}.global_local", y, z), z);
    }

    private Values Lite(string key, MobileFormerBlock block, Values x)
    {
        var y = _modules.Convolution($"{key}.conv.0", x, block.FirstHidden, 3, block.Stride, block.InputChannels);
        y = _modules.BatchNorm($"{key}.conv.1", y).Map(ReferenceModules.Relu6);
        y = _modules.Convolution($"{key}.conv.4", Shuffle(y, block.InputChannels), block.OutputChannels, 1, 1, Groups);
        y = _modules.BatchNorm($"{key}.conv.5", y);
        return block.HasResidual ? y.Plus(x) : y;
    }

    private Values Activate(string key, Values x, Values z, Values? attention)
    {
        var (m, n, d) = (z.Sizes[0], z.Sizes[1], z.Sizes[2]);
        if (attention is null)
        {
            var first = new Values(z.Data[..(n * d)], 1, n, d);
            return ReferenceModules.DyRelu(x, _modules.Hyper(key, first, x.Sizes[1]));
        }

        return ReferenceModules.DyRelu(
            x, ReferenceModules.MixCoefficients(_modules.Hyper(key, z, x.Sizes[1]), attention));
    }

    private Values Classify(Values x, Values z)
    {
        var (n, d) = (x.Sizes[0], variant.TokenChannels);
        x = Shuffle(x, Groups);
        x = _modules.Convolution("classifier.conv.1", x, 6 * variant.LastChannels, 1, 1, Groups);
        x = _modules.BatchNorm("classifier.conv.2", x).Map(ReferenceModules.Relu6);
        var (c, pixels) = (x.Sizes[1], x.Sizes[2] * x.Sizes[3]);
        var features = Values.Zeros(n, c + d);
        for (var image = 0; image < n; image++)
        {
            for (var channel = 0; channel < c; channel++)
            {
                var sum = 0.0;
                for (var pixel = 0; pixel < pixels; pixel++)
                    sum += x.Data[(((image * c) + channel) * pixels) + pixel];
                features.Data[(image * (c + d)) + channel] = ReferenceModules.HardSwish(sum / pixels);
            }

            Array.Copy(z.Data, image * d, features.Data, (image * (c + d)) + c, d);
        }

        var hidden = _modules.Linear("classifier.fc.0", features, variant.HeadChannels);
        hidden = _modules.BatchNorm("classifier.fc.1", hidden).Map(ReferenceModules.HardSwish);
        return _modules.Linear("classifier.classifier.1", hidden, classes);
    }
}
