using GpuFormer.Models;
using GpuFormer.Tests.Cli;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Weights;

public sealed class MobileVitKeysTests
{
    [Theory]
    [InlineData("conv_1.block.conv.weight", "stem.conv.weight")]
    [InlineData("conv_1.block.norm.running_var", "stem.bn.running_var")]
    [InlineData("layer_1.0.block.exp_1x1.block.conv.weight", "stages.0.0.conv1_1x1.conv.weight")]
    [InlineData("layer_2.2.block.conv_3x3.block.norm.bias", "stages.1.2.conv2_kxk.bn.bias")]
    [InlineData("layer_3.0.block.red_1x1.block.norm.num_batches_tracked", "stages.2.0.conv3_1x1.bn.num_batches_tracked")]
    [InlineData("layer_3.1.local_rep.conv_3x3.block.conv.weight", "stages.2.1.conv_kxk.conv.weight")]
    [InlineData("layer_4.1.local_rep.conv_1x1.block.conv.weight", "stages.3.1.conv_1x1.weight")]
    [InlineData("layer_4.1.global_rep.3.pre_norm_mha.0.bias", "stages.3.1.transformer.3.norm1.bias")]
    [InlineData("layer_5.1.global_rep.0.pre_norm_mha.1.qkv_proj.weight", "stages.4.1.transformer.0.attn.qkv.weight")]
    [InlineData("layer_5.1.global_rep.2.pre_norm_mha.1.out_proj.bias", "stages.4.1.transformer.2.attn.proj.bias")]
    [InlineData("layer_5.1.global_rep.2.pre_norm_ffn.0.weight", "stages.4.1.transformer.2.norm2.weight")]
    [InlineData("layer_5.1.global_rep.2.pre_norm_ffn.1.weight", "stages.4.1.transformer.2.mlp.fc1.weight")]
    [InlineData("layer_5.1.global_rep.2.pre_norm_ffn.4.bias", "stages.4.1.transformer.2.mlp.fc2.bias")]
    [InlineData("layer_5.1.global_rep.3.weight", "stages.4.1.norm.weight")]
    [InlineData("layer_5.1.conv_proj.block.conv.weight", "stages.4.1.conv_proj.conv.weight")]
    [InlineData("layer_5.1.fusion.block.norm.weight", "stages.4.1.conv_fusion.bn.weight")]
    [InlineData("conv_1x1_exp.block.conv.weight", "final_conv.conv.weight")]
    [InlineData("classifier.fc.bias", "head.fc.bias")]
    [InlineData("layer_5.1.something.weight", null)]
    [InlineData("optimizer.weight", null)]
    public void Keys_of_cvnets_become_those_of_timm(string from, string? to)
    {
        Assert.Equal(to, MobileVitKeys.ToTimm(from));
        if (to is not null)
            Assert.Contains(ModelCatalogue.Create("mobilevit_s").Parameters, parameter => parameter.Name == to);
    }

    [Fact]
    public void Conversion_renames_turns_the_first_convolution_over_and_says_so()
    {
        using var folder = new TemporaryFolder();
        var filter = Enumerable.Range(0, 2 * 27).Select(i => (float)i).ToArray();
        var writer = new SafetensorsWriter();
        writer.Add("conv_1.block.conv.weight", filter, 2, 3, 3, 3);
        writer.Add("layer_3.1.global_rep.0.pre_norm_mha.0.weight", new[] { 5f }, 1);
        writer.Save(folder["in.safetensors"]);
        CheckpointConverter.Convert(folder["in.safetensors"], folder["out.safetensors"]);
        using var file = SafetensorsFile.Open(folder["out.safetensors"]);
        var read = new float[filter.Length];
        file.ReadFloat32("stem.conv.weight", read);
        Assert.Equal(filter[18..27], read[..9]);
        Assert.Equal(filter[9..18], read[9..18]);
        Assert.Equal(filter[27..36], read[45..54]);
        Assert.True(file.TryGet("stages.2.1.transformer.0.norm1.weight", out _));
        Assert.Contains("BGR to RGB", file.Metadata["convert"]);
        Assert.Contains("bilinear", file.Metadata["preprocessing"]);
    }
}
