using GpuFormer.Models;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>The values with which the weights of detectors and segmenters start: Networks 9.4 to 9.6.</summary>
public sealed class DetectorStartTests
{
    [Theory]
    // Uniform between -b and b has the deviation b / sqrt(3).
    [InlineData("retinanet_mobile_former_26m", "backbone.fpn.inner_blocks.1.0.weight", 0, 0.125)] // 1 / sqrt(64)
    [InlineData("retinanet_mobile_former_26m", "backbone.fpn.layer_blocks.0.0.weight", 0, 0.0208333)] // 1 / sqrt(2304)
    [InlineData("retinanet_mobile_former_26m", "backbone.fpn.extra_blocks.p6.weight", 0, 0.0340207)] // 1 / sqrt(864)
    [InlineData("retinanet_mobile_former_26m", "backbone.fpn.extra_blocks.p7.bias", 0, 0)]
    [InlineData("retinanet_mobile_former_26m", "head.classification_head.conv.2.0.weight", 0, 0.01)]
    [InlineData("retinanet_mobile_former_26m", "head.classification_head.cls_logits.weight", 0, 0.01)]
    [InlineData("retinanet_mobile_former_26m", "head.classification_head.cls_logits.bias", -4.59512, 0)]
    [InlineData("retinanet_mobile_former_26m", "head.regression_head.bbox_reg.weight", 0, 0.01)]
    [InlineData("retinanet_mobile_former_26m", "head.regression_head.bbox_reg.bias", 0, 0)]
    [InlineData("retinanet_mobile_former_26m", "backbone.body.tokens.weight", 0, 1)]
    [InlineData("retinanet_mobile_former_26m", "backbone.body.stem.0.weight", 0, 0.1666667)] // sqrt(2 / (9 * 8))
    [InlineData("ssdlite_mobilevit_xxs", "extra_layers.os_64.pw_conv.block.conv.weight", 0, 0.0771517)] // sqrt(2 / (80 + 256))
    [InlineData("ssdlite_mobilevit_xxs", "ssd_heads.2.loc_cls_layer.dw_conv.block.conv.weight", 0, 0.0294077)] // sqrt(2 / (9 * 257))
    [InlineData("ssdlite_mobilevit_xxs", "ssd_heads.2.loc_cls_layer.pw_conv.block.conv.bias", 0, 0)]
    [InlineData("ssdlite_mobilevit_xxs", "encoder.layer_5.0.block.exp_1x1.block.conv.weight", 0, 0.125)] // sqrt(2 / 128)
    [InlineData("ssdlite_mobilevit_xxs", "encoder.layer_5.1.global_rep.0.pre_norm_mha.1.qkv_proj.weight", 0, 0.01)]
    [InlineData("deeplabv3_mobilevit_xxs", "encoder.layer_5.1.global_rep.0.pre_norm_mha.1.qkv_proj.weight", 0, 0.01)]
    [InlineData("deeplabv3_mobilevit_xxs", "seg_head.aspp.aspp_layer.convs.2.block.conv.weight", 0, 0.0294628)] // sqrt(2 / 2304)
    [InlineData("deeplabv3_mobilevit_xxs", "seg_head.aspp.aspp_layer.project.block.norm.weight", 1, 0)]
    [InlineData("deeplabv3_mobilevit_xxs", "seg_head.classifier.classifier.block.conv.bias", 0, 0)]
    public void Weights_start_with_mean_and_deviation_of_the_reference(
        string name, string key, double mean, double deviation)
    {
        var model = ModelCatalogue.Create(name);
        var parameter = model.Parameters.FirstOrDefault(p => p.Name == key);
        Assert.NotNull(parameter);
        var values = Initialisation.Of(parameter, model.LinearDeviation, seed: 42);
        var found = values.Average(value => (double)value);
        // Five deviations of what so many random numbers give.
        Assert.Equal(mean, found, (5 * deviation / Math.Sqrt(values.Length)) + 1e-5);
        Assert.Equal(deviation, Math.Sqrt(values.Average(value => (value - found) * (value - found))),
            (5 * deviation / Math.Sqrt(values.Length)) + 1e-7);
        Assert.Equal(deviation > 0, !values.SequenceEqual(Initialisation.Of(parameter, model.LinearDeviation, seed: 43)));
    }
}
