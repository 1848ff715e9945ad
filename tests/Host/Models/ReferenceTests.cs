using GpuFormer.Models;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>
/// The float64 reference against values computed with the official code: Networks 5.1 to 5.4, golden files.
/// </summary>
public sealed class ReferenceTests
{
    private static readonly ReferenceModules Modules = new(SeededWeights.Fill);

    private static Values Features => Values.Of(SeededWeights.Input(128, "feat"), 1, 8, 4, 4);

    private static Values Tokens => Values.Of(SeededWeights.Input(48, "tok"), 3, 1, 16);

    internal static MobileFormerVariant Variant(string size) =>
        MobileFormerVariant.All.Single(v => v.Name == $"mobile_former_{size}");

    [Fact]
    public void Fill_rule_matches_its_check_values()
    {
        Assert.Equal(0xf9d86f7bu, SeededWeights.Hash("input"));
        Assert.Equal(0x7ac2c748u, SeededWeights.Hash("stem.0.weight"));
        double[] expected = [0.92034464, 0.19198342, 0.22452704, 0.51014496];
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], SeededWeights.Unit(SeededWeights.Hash("input"), i + 1), 5e-9);
    }

    [Fact]
    public void Bridge_to_tokens_matches_the_official_code()
    {
        var (tokens, scores) = Modules.MobileToFormer("l2g", Features, Tokens);
        AssertStart([0.3289935, -0.1829384, 1.9622532, 1.0555305], tokens.Data);
        Assert.Equal(-0.5969615, tokens.Data.Sum(), 1e-6);
        AssertStart([0.5380850, 0.5605999, -0.5104905, 0.7151840], scores.Data);
    }

    [Fact]
    public void Former_matches_the_official_code()
    {
        var tokens = Modules.Former("gb", Tokens);
        AssertStart([0.6364638, 0.4560249, 1.7132372, 0.8713454], tokens.Data);
        Assert.Equal(38.5176182, tokens.Data.Sum(Math.Abs), 1e-6);
    }

    [Fact]
    public void Bridge_to_map_matches_the_official_code()
    {
        var map = Modules.FormerToMobile("g2l", Features, Tokens);
        AssertStart([0.0884064, -0.1354004, -1.4800642, 0.5350459], map.Data);
        Assert.Equal(-12.0225402, map.Data.Sum(), 1e-6);
    }

    [Fact]
    public void Dynamic_relu_and_its_generator_match_the_official_code()
    {
        var a = Modules.Hyper("hy", new Values(Tokens.Data[..16], 1, 1, 16), 8);
        AssertStart([0.4282193, 0.5246403, 0.5196459, 0.4946823], a.Data);
        Assert.Equal(7.9892862, a.Data.Sum(), 1e-6);
        var y = ReferenceModules.DyRelu(Features, a);
        AssertStart([0.5110034, 0.3469283, 0.0856780, 0.7961796], y.Data);
        Assert.Equal(36.0760217, y.Data.Sum(), 1e-6);
    }

    [Fact]
    public void Spatial_generator_matches_the_official_code()
    {
        var (_, scores) = Modules.MobileToFormer("l2g", Features, Tokens);
        var attention = ReferenceModules.SpatialAttention(scores, (4, 4), (4, 4));
        var mixed = ReferenceModules.MixCoefficients(Modules.Hyper("hy", Tokens, 8), attention);
        AssertStart([0.4507809, 0.4549208, 0.4582009, 0.4556984], mixed.Data);
        Assert.Equal(127.7265001, mixed.Data.Sum(), 1e-6);
    }

    [Theory]
    [InlineData(-4, 0)]
    [InlineData(-1, 1 / 3.0)]
    [InlineData(0, 0.5)]
    [InlineData(1, 2 / 3.0)]
    [InlineData(4, 1)]
    public void Hard_sigmoid_has_its_five_check_values(double x, double expected) =>
        Assert.Equal(expected, ReferenceModules.HardSigmoid(x), 1e-12);

    // The other sizes add seconds and no new structure.
    [Theory]
    [InlineData("26m", false)]
    [InlineData("96m", false)]
    [InlineData("96m", true)]
    [InlineData("294m", false)]
    public void Logits_match_the_table_of_the_networks_page(string size, bool spatial)
    {
        var reference = new MobileFormerReference(Variant(size), SeededWeights.Fill, spatial);
        var logits = reference.Run(Values.Of(SeededWeights.Input(3 * 224 * 224), 1, 3, 224, 224));
        SpecLogits.AssertMatch(size, spatial, logits.Data, 2e-6);
    }

    [Fact]
    public void Stages_of_the_smallest_size_match_the_table_of_the_networks_page()
    {
        var reference = new MobileFormerReference(Variant("26m"), SeededWeights.Fill);
        reference.Run(Values.Of(SeededWeights.Input(3 * 224 * 224), 1, 3, 224, 224));
        (string Stage, double Mean, double Rms, double TokenMean, double TokenRms)[] rows =
        [
            ("stem", .2454436, .4347662, 0, 0), ("features.0", -.1337344, .3660946, .0188746, .5837333),
            ("features.1", -.0787352, 1.0740870, .0059449, 1.0175026),
            ("features.2", .0227711, 1.2649957, -.0026151, 1.0119089),
            ("features.3", -.0381474, 1.6060950, -.0073092, .9952770),
            ("features.4", .3543298, 2.1383097, -.0053609, 1.0130549),
            ("features.5", .3675079, 2.4577790, -.0011498, 1.0165043),
            ("features.6", .1614233, 1.4556494, .0089515, 1.0010556),
            ("features.7", .0255583, 1.9923095, -.0081268, 1.0172142),
            ("features.8", -.1521018, 2.5187995, -.0210109, 1.0246635),
            ("local_global", 0, 0, .0058674, .9992530),
        ];
        foreach (var (stage, mean, rms, tokenMean, tokenRms) in rows)
        {
            var (x, tokens) = reference.Stages[stage];
            Assert.Equal(mean, x?.Mean ?? 0, 1e-6);
            Assert.Equal(rms, x?.RootMeanSquare ?? 0, 1e-6);
            Assert.Equal(tokenMean, tokens?.Mean ?? 0, 1e-6);
            Assert.Equal(tokenRms, tokens?.RootMeanSquare ?? 0, 1e-6);
        }
    }

    [Fact]
    public void Any_input_size_works()
    {
        var reference = new MobileFormerReference(Variant("96m"), SeededWeights.Fill);
        reference.Run(Values.Of(SeededWeights.Input(3 * 250 * 333), 1, 3, 250, 333));
        var x = reference.Stages["features.8"].X!;
        Assert.Equal([1, 128, 8, 11], x.Sizes);
        Assert.Equal(-0.513228, x.Mean, 1e-5);
    }

    [Fact]
    public void Golden_file_of_three_small_images_is_reproduced()
    {
        using var golden = new GoldenFile("forward-mobile_former_26m-160");
        var reference = new MobileFormerReference(Variant("26m"), golden.Weights.Fill);
        var logits = reference.Run(Values.Of(golden.Input, golden.Batch, 3, golden.Size, golden.Size));
        GoldenTaps.AssertClose(golden.Read("logits"), logits.Data, "logits");
        foreach (var name in golden.Names.Where(n => n.EndsWith(".sample", StringComparison.Ordinal)))
        {
            var (stage, isTokens) = GoldenTaps.Parse(name);
            var (x, tokens) = reference.Stages[stage];
            GoldenTaps.AssertClose(golden.Read(name), GoldenTaps.Sample((isTokens ? tokens : x)!.Data), name);
        }
    }

    private static void AssertStart(double[] expected, double[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-7);
    }
}
