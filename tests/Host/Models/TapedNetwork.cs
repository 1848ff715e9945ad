using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Tests.Ops.Backward;

namespace GpuFormer.Tests.Host.Models;

/// <summary>What a network in training draws.</summary>
/// <param name="DropPath">The largest rate.</param>
/// <param name="Seed">Of the draws.</param>
internal sealed record TapedDropping(double DropPath, int Seed);

/// <summary>
/// Mobile-Former with all its options (Networks 1.1 to 1.8, 1.12, 1.13) on a tape: what each option means, in plain
/// loops. Tokens are [N][M][D].
/// </summary>
internal sealed class TapedNetwork(
    MobileFormerVariant variant, MobileFormerOptions options, Func<string, Term[]> weights, bool training,
    TapedDropping? dropping = null)
{
    private readonly TapedModules _modules = new(weights, training);
    private int _layers;

    private int Groups => variant.FilterGroups;

    private bool HasMlp => options.Mixing.HasFlag(TokenMixing.Mlp);

    private bool HasAttention => options.Mixing.HasFlag(TokenMixing.Attention);

    /// <summary>Logits [N][classes] of images [N, 3, H, W].</summary>
    public Term[][] Run(TapedMap images)
    {
        var x = _modules.ConvolutionNorm("stem", 0, images, variant.StemChannels, 3, stride: 2).Map(TapedModules.Relu6);
        var learned = _modules.Weights("tokens.weight").Chunk(variant.TokenChannels).ToArray();
        var z = Enumerable.Range(0, images.N).Select(_ => learned).ToArray();
        for (var i = 0; i < variant.Blocks.Count; i++)
            (x, z) = Block($"features.{i}", variant.Blocks[i], x, z, (i + 1.0) / variant.Blocks.Count);
        z = ToTokens("local_global", x, z, projects: false, share: 1).Tokens;
        return Classify(x, z);
    }

    private (TapedMap X, Term[][][] Z) Block(string key, MobileFormerBlock block, TapedMap x, Term[][][] z, double share)
    {
        if (block.IsConvolutionOnly)
            return (Lite(key, block, x), z);
        (z, var scores) = ToTokens($"{key}.local_global", x, z, options.ProjectsMap, share);
        z = Former($"{key}.global_block", z, share);
        var attention = options.SpatialDyRelu ? Attention(x, scores!, block.Stride) : null;
        var (first, second) = (options.FirstActivation, options.SecondActivation);
        var last = options.GatesProjection ? BlockActivation.SqueezeExcite : BlockActivation.None;
        TapedMap y;
        TapedMap? residual = null;
        if (block.Downsampling)
        {
            var isLarger = options.Depthwise == DepthwiseForm.Maximum;
            y = Widen($"{key}.conv1", x, block.FirstHidden, options.FirstKernel, block.Stride);
            y = Shuffle(y, isLarger ? Groups : block.InputChannels);
            y = Activate($"{key}.hyper1", y, z, attention, first);
            residual = _modules.ConvolutionNorm($"{key}.conv2", 0, y, block.OutputChannels, 1, groups: Groups);
            y = Widen($"{key}.conv3", residual, block.SecondHidden, options.SecondKernel, stride: 1);
            y = Activate($"{key}.hyper3", isLarger ? y : Shuffle(y, block.OutputChannels), z, attention, second);
            y = _modules.ConvolutionNorm($"{key}.conv4", 0, y, block.OutputChannels, 1, groups: Groups);
            y = Activate($"{key}.hyper4", y, z, attention, last, clips: false);
        }
        else
        {
            y = _modules.ConvolutionNorm($"{key}.conv1", 0, x, block.FirstHidden, 1, groups: Groups);
            y = Activate($"{key}.hyper1", Shuffle(y, Groups), z, attention, first);
            y = _modules.ConvolutionNorm(
                $"{key}.conv2", 0, y, block.FirstHidden, options.FirstKernel, block.Stride, block.FirstHidden);
            y = Activate($"{key}.hyper2", y, z, attention, second);
            y = Shuffle(_modules.ConvolutionNorm($"{key}.conv3", 0, y, block.OutputChannels, 1, groups: Groups), Groups);
            y = Activate($"{key}.hyper3", y, z, attention, last, clips: false);
            residual = block.HasResidual ? x : null;
        }

        if (options.BridgeBeforeSkip && !block.Downsampling)
            return (Skip(ToMap($"{key}.global_local", y, z, share), residual, share), z);
        y = ToMap($"{key}.global_local", Skip(y, residual, share), z, share);
        return (block is { Downsampling: true, HasResidual: true } ? y.Plus(x) : y, z);
    }

    private TapedMap Lite(string key, MobileFormerBlock block, TapedMap x)
    {
        var y = Widen($"{key}.conv", x, block.FirstHidden, 3, block.Stride).Map(TapedModules.Relu6);
        var index = options.Depthwise == DepthwiseForm.Separable ? 6 : 4;
        y = _modules.ConvolutionNorm(
            $"{key}.conv", index, Shuffle(y, block.InputChannels), block.OutputChannels, 1, groups: Groups);
        return block.HasResidual ? y.Plus(x) : y;
    }

    // The widening depthwise convolution of DnaBlock3 in its three forms, norms included.
    private TapedMap Widen(string key, TapedMap x, int outputs, int size, int stride)
    {
        switch (options.Depthwise)
        {
            case DepthwiseForm.Maximum:
                var tall = _modules.BatchNorm($"{key}.0.conv1.1", _modules.Convolution(
                    $"{key}.0.conv1.0", x, outputs, (3, 1), (stride, stride), x.C));
                var wide = _modules.BatchNorm($"{key}.0.conv2.1", _modules.Convolution(
                    $"{key}.0.conv2.0", x, outputs, (1, 3), (stride, stride), x.C));
                return tall.Make((n, c, p) => Term.Max(tall[n, c, p], wide[n, c, p]));
            case DepthwiseForm.Separable:
                var half = _modules.BatchNorm($"{key}.1", _modules.Convolution(
                    $"{key}.0", x, outputs / 2, (3, 1), (stride, 1), x.C));
                return _modules.BatchNorm($"{key}.3", _modules.Convolution(
                    $"{key}.2", half, outputs, (1, 3), (1, stride), outputs / 2));
            default:
                return _modules.ConvolutionNorm(key, 0, x, outputs, size, stride, x.C);
        }
    }

    private TapedMap Shuffle(TapedMap x, int groups) => Groups > 1 ? TapedModules.Shuffle(x, groups) : x;

    private TapedMap Skip(TapedMap y, TapedMap? residual, double share)
    {
        if (residual is null)
            return y;
        var kept = Keep(share);
        return y.Make((n, c, p) => y[n, c, p] * kept(n)).Plus(residual);
    }

    // By what the branch of an image is multiplied: 0, or 1 over the share of those that are kept.
    private Func<int, double> Keep(double share)
    {
        var (layer, rate) = (++_layers, (dropping?.DropPath ?? 0) * share);
        return image => rate == 0 ? 1 : Draw(layer, image) < rate ? 0 : 1 / (1 - rate);
    }

    private double Draw(int layer, int image) => DropoutTests.Draw(dropping!.Seed, step: 0, layer, image);

    private (Term[][][] Tokens, Term[][][][]? Scores) ToTokens(
        string key, TapedMap x, Term[][][] z, bool projects, double share)
    {
        var keys = projects && HasAttention ? Project($"{key}.k", x) : x;
        var values = projects && HasAttention ? Project($"{key}.v", x) : x;
        var kept = Keep(share);
        var (tokens, scores) = (new Term[z.Length][][], new Term[z.Length][][][]);
        for (var n = 0; n < z.Length; n++)
        {
            Term[][]? found = null;
            if (HasMlp)
            {
                var mixed = Channels(x, n).Select(channel => _modules.Linear($"{key}.mlp", channel)).ToArray();
                found = Turned(mixed);
            }

            if (HasAttention)
            {
                var queries = z[n].Select(token => _modules.Linear($"{key}.q", token)).ToArray();
                (var attended, scores[n]) =
                    TapedModules.Attend(queries, Pixels(keys, n), Pixels(values, n), options.Heads);
                found = Sum(found, attended);
            }

            tokens[n] = Updated(key, z[n], Gated(key, found!, z[n], options.GatesBridgeToTokens), "proj", kept(n));
        }

        return (tokens, scores);
    }

    private Term[][][] Former(string key, Term[][][] z, double share)
    {
        var kept = Keep(share);
        return [.. z.Select((tokens, n) =>
        {
            Term[][]? found = null;
            if (HasMlp)
            {
                found = Turned([.. Turned(tokens).Select(row => _modules.Linear($"{key}.token_mlp.2",
                    [.. _modules.Linear($"{key}.token_mlp.0", row).Select(TapedModules.Gelu)]))]);
            }

            if (HasAttention)
            {
                var queries = tokens.Select(token => _modules.Linear($"{key}.q", token)).ToArray();
                found = Sum(found, TapedModules.Attend(queries, tokens, tokens, heads: 4).Found);
            }

            var updated = Updated(
                key, tokens, Gated(key, found!, tokens, options.GatesFormer), "channel_mlp", kept(n));
            return options.FeedForward
                ? updated.Select(token => _modules.LayerNorm($"{key}.ffn_norm", Sum(token, _modules.Linear($"{key}.ffn.2",
                    [.. _modules.Linear($"{key}.ffn.0", token).Select(TapedModules.Gelu)])))).ToArray()
                : updated;
        })];
    }

    private TapedMap ToMap(string key, TapedMap x, Term[][][] z, double share)
    {
        var projects = options.ProjectsMap && HasAttention;
        var kept = Keep(share);
        var queries = projects ? Project($"{key}.q", x) : x;
        var attended = new Term[z.Length][][];
        var mixed = new Term[z.Length][][];
        for (var n = 0; n < z.Length; n++)
        {
            var values = Gated(key, [.. z[n].Select(token => _modules.Linear($"{key}.proj", token))], z[n],
                options.GatesBridgeToMap);
            if (HasMlp)
                mixed[n] = [.. Turned(values).Select(channel => _modules.Linear($"{key}.mlp", channel))];
            if (HasAttention)
            {
                var keys = z[n].Select(token => _modules.Linear($"{key}.k", token)).ToArray();
                attended[n] = TapedModules.Attend(Pixels(queries, n), keys, values, options.Heads).Found;
            }
        }

        TapedMap? found = HasMlp ? x.Make((n, c, p) => mixed[n][c][p]) : null;
        if (HasAttention)
        {
            var map = x.Make((n, c, p) => attended[n][p][c]);
            map = projects ? Project($"{key}.fuse", map) : map;
            found = found?.Plus(map) ?? map;
        }

        return x.Make((n, c, p) => x[n, c, p] + (found![n, c, p] * kept(n)));
    }

    private TapedMap Project(string key, TapedMap x) => _modules.Convolution(key, x, x.C, (1, 1), (1, 1), 1);

    private Term[][] Updated(string key, Term[][] z, Term[][] found, string projection, double kept) =>
        [.. z.Select((token, m) => _modules.LayerNorm($"{key}.layer_norm", Sum(token,
            [.. _modules.Linear($"{key}.{projection}", found[m]).Select(v => v * kept)])))];

    private Term[][] Gated(string key, Term[][] found, Term[][] z, bool gates) => !gates ? found
        : [.. found.Select((row, m) => row.Zip(_modules.Linear($"{key}.alpha.0", z[m]),
            (v, alpha) => v * (alpha.HardSigmoid() * 2)).ToArray())];

    // Networks 1.13: shares of the tokens at each pixel of the map to activate, [N][pixels][M].
    private static Term[][][] Attention(TapedMap x, Term[][][][] scores, int stride)
    {
        var (height, width) = (((x.H - 1) / stride) + 1, ((x.W - 1) / stride) + 1);
        return [.. scores.Select(heads => Enumerable.Range(0, height * width).Select(pixel =>
        {
            var window = (from row in Enumerable.Range(pixel / width * x.H / height, x.H / height)
                          from column in Enumerable.Range(pixel % width * x.W / width, x.W / width)
                          select (row * x.W) + column).ToArray();
            return Term.Softmax([.. Enumerable.Range(0, heads[0].Length).Select(m =>
                Term.Sum(from head in heads from p in window select head[m][p])
                    * (1.0 / (heads.Length * window.Length)))]);
        }).ToArray())];
    }

    private TapedMap Activate(
        string key, TapedMap x, Term[][][] z, Term[][][]? attention, BlockActivation kind, bool clips = true)
    {
        if (kind == BlockActivation.Relu6 || (kind == BlockActivation.SqueezeExcite && clips))
            x = x.Map(TapedModules.Relu6);
        if (kind is BlockActivation.None or BlockActivation.Relu6)
            return x;
        var made = z.Select(tokens => tokens.Take(attention is null ? 1 : tokens.Length).Select(token =>
            _modules.Linear($"{key}.hyper.2", [.. _modules.Linear($"{key}.hyper.0", token).Select(TapedModules.Relu)])
                .Select(v => v.HardSigmoid()).ToArray()).ToArray()).ToArray();
        Term Coefficient(int n, int channel, int pixel) => attention is null
            ? made[n][0][channel]
            : TapedModules.Dot(attention[n][pixel], [.. made[n].Select(row => row[channel])]);
        return x.Make((n, c, p) => kind == BlockActivation.SqueezeExcite
            ? x[n, c, p] * (Coefficient(n, c, p) * 2)
            : Term.Max(x[n, c, p] * (Coefficient(n, c, p) * 2),
                x[n, c, p] * ((Coefficient(n, c + x.C, p) * 2) + -1)));
    }

    private Term[][] Classify(TapedMap x, Term[][][] z)
    {
        x = _modules.ConvolutionNorm(
            "classifier.conv", 1, Shuffle(x, Groups), x.C * options.HeadExpansion, 1, groups: Groups);
        x = Activate("classifier.hyper", x, z, null,
            options.DynamicHead ? BlockActivation.DyRelu : BlockActivation.Relu6);
        var features = Enumerable.Range(0, x.N).Select(n => Features(x, z[n], n)).ToArray();
        var hidden = features.Select(row => _modules.Linear("classifier.fc.0", row)).ToArray();
        var vectors = new TapedMap([.. hidden.SelectMany(row => row)], x.N, variant.HeadChannels, 1, 1);
        return [.. _modules.BatchNorm("classifier.fc.1", vectors).Map(TapedModules.HardSwish).Data
            .Chunk(variant.HeadChannels).Select(row => _modules.Linear("classifier.classifier.1", row))];
    }

    private Term[] Features(TapedMap x, Term[][] tokens, int n)
    {
        var local = Channels(x, n).Select(c => TapedModules.HardSwish(Term.Sum(c) * (1.0 / c.Length))).ToArray();
        var count = options.ClassTokens;
        Term[][] taken = count < 0 ? []
            : count > 0 ? tokens[..count]
            : [[.. Turned(tokens).Select(row => Term.Sum(row.Select(TapedModules.Relu6)) * (1.0 / row.Length))]];
        if (dropping is not null && options.LocalDrop + options.TokenDrop > 0)
        {
            var draw = Draw(_layers + 1, n);
            var (local0, token0) = (options.LocalDrop, options.TokenDrop);
            local = [.. local.Select(v => v * (draw < local0 ? 0 : 1 / (1 - local0)))];
            taken[0] = [.. taken[0].Select(v => v * (draw >= 1 - token0 ? 0 : 1 / (1 - token0)))];
        }

        return [.. local, .. taken.SelectMany(token => token)];
    }

    private static Term[][] Pixels(TapedMap x, int n) => [.. Enumerable.Range(0, x.Pixels).Select(p =>
        Enumerable.Range(0, x.C).Select(c => x[n, c, p]).ToArray())];

    private static Term[][] Channels(TapedMap x, int n) => [.. Enumerable.Range(0, x.C).Select(c =>
        Enumerable.Range(0, x.Pixels).Select(p => x[n, c, p]).ToArray())];

    private static Term[][] Turned(Term[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Select(row => row[i]).ToArray())];

    private static Term[] Sum(Term[] a, Term[] b) => [.. a.Zip(b, (p, q) => p + q)];

    private static Term[][] Sum(Term[][]? a, Term[][] b) => a is null ? b : [.. a.Zip(b, Sum)];
}
