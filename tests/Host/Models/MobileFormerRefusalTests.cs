using GpuFormer.Models;
using GpuFormer.Tests.Cli;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>Options as texts, in files, and what is refused: what the official class fails on, and what is no option.
/// </summary>
public sealed class MobileFormerRefusalTests
{
    [Theory]
    [InlineData("hyper_token_id=-1 last_act=dyrelu", "before the head there is no attention")]
    [InlineData("hyper_token_id=-1 gbr_type=mlp", "must contain 'attn'")]
    [InlineData("gbr_type=none", "must contain 'attn' or 'mlp'")]
    [InlineData("cls_token_num=4", "tiny has 3 tokens")]
    [InlineData("gbr_drop=0.1,0 cls_token_num=-1", "no second branch to drop")]
    [InlineData("gbr_drop=1,0", "from 0 to below 1")]
    [InlineData("attn_num_heads=3", "does not divide the 4 channels")]
    [InlineData("gbr_type=mlp img_size=18", "maps must divide evenly")]
    [InlineData("width_mult=0", "must be above 0")]
    [InlineData("kernel_size=3,4", "must be odd")]
    [InlineData("kernel_size=257,3", "from 1 to 255")]
    public void What_the_official_class_fails_on_is_refused(string options, string reason)
    {
        var fault = Assert.Throws<ArgumentException>(() => TinyMobileFormer.Create(options));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_of_convolutions_alone_with_identity_is_refused_but_as_DnaBlock3()
    {
        var variant = TinyMobileFormer.Variant();
        var blocks = variant.Blocks.ToArray();
        blocks[0] = blocks[0] with { Downsampling = false };
        var fault = Assert.Throws<ArgumentException>(() => new MobileFormer(variant with { Blocks = blocks }));
        Assert.Contains("use DnaBlock3", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mobile_former_96m", "maxdw", "a DnaBlock3 of convolutions alone")]
    [InlineData("mobile_former_26m", "sepdw", "an odd expansion")]
    public void Depthwise_forms_that_do_not_fit_the_rows_are_refused(string name, string form, string reason)
    {
        var fault = Assert.Throws<ArgumentException>(() => ModelCatalogue.Create(name, options: [$"dw_conv={form}"]));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_mixes_pixels_takes_one_picture_size()
    {
        var model = TinyMobileFormer.Create("gbr_type=mlp");
        var fault = Assert.Throws<ArgumentException>(() => model.Build(1, 32, 32));
        Assert.Contains("takes pictures of 16 x 16 alone, not of 32 x 32", fault.Message, StringComparison.Ordinal);
        Assert.Equal([1, 5], model.Build(1, 16, 16).Outputs[0].Tensor.Shape);
    }

    [Theory]
    [InlineData("gbr_ffn", "write name=value")]
    [InlineData("gbr_fnn=False", "Did you mean 'gbr_ffn'?")]
    [InlineData("gbr_ffn=maybe", "takes True or False")]
    [InlineData("se_flag=1,0,1", "takes 4 values")]
    [InlineData("se_flag=3,0,1,0", "dynamic ReLU")]
    [InlineData("se_flag=1,0,1,2", "the last is 0 or 1")]
    [InlineData("hyper_token_id=1", "-1, all tokens")]
    [InlineData("last_act=gelu", "relu")]
    [InlineData("dw_conv=wide", "dw, maxdw or sepdw")]
    [InlineData("img_size=many", "takes whole numbers")]
    public void Texts_that_say_no_option_are_refused(string text, string reason)
    {
        var fault = Assert.Throws<ArgumentException>(() => MobileFormerOptionTexts.Apply(new(), [text]));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_are_read_back_as_they_were_written_and_as_Python_writes_them()
    {
        var options = MobileFormerOptionTexts.Apply(new(), [
            "se_flag=[1, 0, 2, 1]", "gbr_type='mlp attn'", "gbr_dynamic=[False, True, True]", "gbr_drop=(0.25,0.5)",
            "width_mult=0.75", "remove-proj-local=False", "cls_token_num=-1", "img_size=64"]);
        Assert.Equal((BlockActivation.SqueezeExcite, BlockActivation.DyRelu, true, true), (options.FirstActivation,
            options.SecondActivation, options.GatesProjection, options.ProjectsMap));
        Assert.Equal(TokenMixing.Mlp | TokenMixing.Attention, options.Mixing);
        var texts = MobileFormerOptionTexts.Of(options);
        Assert.DoesNotContain(texts, text => text.Contains(' ', StringComparison.Ordinal));
        Assert.Equal(options, MobileFormerOptionTexts.Apply(new(), texts));
        Assert.Empty(MobileFormerOptionTexts.Of(new()));
    }

    [Fact]
    public void Weights_open_as_the_network_that_they_are_of()
    {
        using var folder = new TemporaryFolder();
        var path = folder["weights.safetensors"];
        var network = ModelCatalogue.Create("mobile_former_26m", 3, ["hyper_token_id=-1", "gbr_ffn=False"]);
        using (var seeded = Model.WithSeededWeights(network))
        using (var file = File.Create(path))
            WeightFile.Save(file, network, seeded.ReadState(), ["a", "b", "c"], new());
        using var model = Model.Load("mobile_former_26m", path);
        Assert.Equal(((MobileFormer)network).Options, ((MobileFormer)model.Network).Options);
        var fault = Assert.Throws<ModelFormatException>(() =>
            Model.Load("mobile_former_26m", path, new ModelOptions { NetworkOptions = [] }));
        Assert.Contains("ffn", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_in_a_file_that_no_version_writes_are_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder["weights.safetensors"];
        var writer = new SafetensorsWriter();
        writer.AddMetadata("model_options", "gbr_type=what");
        writer.Add("tokens.weight", new[] { 1f }, 1);
        writer.Save(path);
        var fault = Assert.Throws<ModelFormatException>(() => Model.Load("mobile_former_26m", path));
        Assert.Contains("must contain 'attn' or 'mlp'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_takes_options()
    {
        var info = CommandLineRun.Of("info", "mobile_former_26m", "--model-kwargs", "gbr_ffn=False", "width_mult=0.5",
            "--device", "cpu");
        Assert.Equal(0, info.ExitCode);
        Assert.Contains("width_mult=0.5 gbr_ffn=False", info.Output, StringComparison.Ordinal);
        var wrong = CommandLineRun.Of("info", "mobile_former_26m", "--model-kwargs", "gbr_fnn=False", "--device", "cpu");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("Did you mean 'gbr_ffn'?", wrong.Error, StringComparison.Ordinal);
    }
}
