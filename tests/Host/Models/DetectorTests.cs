using System.Text;
using GpuFormer.Graph.Ops;
using GpuFormer.Models;
using GpuFormer.Tests.Cli;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>Names, shapes, counts and multiply-adds of RetinaNet, SSDLite and DeepLabv3: Networks 9.7.</summary>
public sealed class DetectorTests
{
    // Counted by running torchvision and cvnets: parameters, elements of buffers, entries, checksum, and 10^9 multiply-adds
    // at the design size, of which products of activations.
    public static TheoryData<string, int, long, long, int, uint, double, double> Published => new()
    {
        { "retinanet_mobile_former_26m", 91, 10752451, 8478, 473, 0x183f34a5, 163.513, 0.034 },
        { "retinanet_mobile_former_52m", 91, 10947283, 8478, 473, 0x40638d51, 164.021, 0.034 },
        { "retinanet_mobile_former_96m", 91, 11415059, 11423, 479, 0x64e853ab, 164.934, 0.078 },
        { "retinanet_mobile_former_151m", 91, 14318947, 17272, 629, 0xccfdc612, 165.782, 0.155 },
        { "retinanet_mobile_former_214m", 91, 15229615, 21760, 629, 0x251d6b94, 167.097, 0.184 },
        { "retinanet_mobile_former_294m", 91, 16169703, 25976, 629, 0x376b2c65, 168.736, 0.225 },
        { "retinanet_mobile_former_508m", 91, 18159647, 34088, 629, 0x92aba97b, 173.275, 0.341 },
        { "ssdlite_mobilevit_xxs", 81, 1755050, 9564, 394, 0x05d84b1d, 0.842, 0.191 },
        { "ssdlite_mobilevit_xs", 81, 2742042, 13804, 394, 0xe047d5d2, 1.845, 0.286 },
        { "ssdlite_mobilevit_s", 81, 5738826, 17228, 394, 0x6e710428, 3.427, 0.434 },
        { "deeplabv3_mobilevit_xxs", 21, 1854853, 6581, 341, 0xe8d78fe2, 3.953, 1.393 },
        { "deeplabv3_mobilevit_xs", 21, 2944069, 10789, 341, 0x44bc9cb9, 7.378, 2.089 },
        { "deeplabv3_mobilevit_s", 21, 6357941, 14085, 341, 0x96e4aca0, 13.694, 3.196 },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void State_dict_and_costs_are_those_of_the_reference(
        string name, int classes, long parameters, long buffers, int entries, uint checksum, double macs, double products)
    {
        var model = ModelCatalogue.Create(name);
        Assert.Equal((classes, parameters, buffers, entries),
            (model.Classes, model.ParameterCount, model.BufferCount, model.Parameters.Count));
        var text = new StringBuilder();
        foreach (var parameter in model.Parameters)
            text.Append(parameter.Name).Append(' ').AppendJoin(',', parameter.Shape).Append('\n');
        Assert.Equal(checksum, SeededWeights.Hash(text.ToString()));
        Assert.Equal(macs, model.MultiplyAdds / 1e9, 0.0006);
        var graph = model.Build(1, model.DesignSize.Height, model.DesignSize.Width);
        Assert.Equal(products, graph.Nodes.Where(node => node.Op is not (Convolution or Linear))
            .Sum(node => node.MultiplyAdds) / 1e9, 0.0006);
    }

    [Theory]
    [InlineData("retinanet_mobile_former_26m", 33, 97, "logits [2,873,91]", "deltas [2,873,4]")]
    [InlineData("retinanet_mobile_former_151m", 1, 1, "logits [2,45,91]", "deltas [2,45,4]")]
    [InlineData("ssdlite_mobilevit_xxs", 33, 97, "confidences [2,202,81]", "locations [2,202,4]")]
    [InlineData("ssdlite_mobilevit_xs", 1, 1, "confidences [2,34,81]", "locations [2,34,4]")]
    [InlineData("deeplabv3_mobilevit_xxs", 33, 97, "logits [2,33,97,21]")]
    [InlineData("deeplabv3_mobilevit_s", 1, 1, "logits [2,1,1,21]")]
    public void Any_size_and_number_of_images_has_a_graph(string name, int height, int width, params string[] outputs) =>
        Assert.Equal(outputs, ModelCatalogue.Create(name).Build(2, height, width).Outputs
            .Select(output => $"{output.Name} {output.Tensor.Shape}"));

    [Theory]
    [InlineData("retinanet_mobile_former_26m", 2)]
    [InlineData("retinanet_mobile_former_294m", 7)]
    [InlineData("ssdlite_mobilevit_s", 2)]
    [InlineData("ssdlite_mobilevit_xxs", 81)]
    [InlineData("deeplabv3_mobilevit_xs", 3)]
    public void The_number_of_classes_is_read_off_weights(string name, int classes)
    {
        var model = ModelCatalogue.Create(name, classes);
        Assert.Equal(classes, model.Family.ClassesOf(key =>
            model.Parameters.FirstOrDefault(parameter => parameter.Name == key) is { } found ? [.. found.Shape] : null));
        Assert.All(model.Parameters.Where(parameter => model.Family.IsOfClasses(parameter.Name)), parameter =>
            Assert.NotEqual(parameter.Shape, ModelCatalogue.Create(name, classes + 1).Parameters
                .Single(other => other.Name == parameter.Name).Shape));
    }

    [Theory]
    [InlineData("retinanet_mobile_former_26m", "fpn_channels=0", "takes a number from 1 to 4096")]
    [InlineData("retinanet_mobile_former_26m", "anchor_sizes=8,16", "takes 5 values")]
    [InlineData("retinanet_mobile_former_26m", "anchor_sizes=0,8,16,32,64", "takes sizes from 1")]
    [InlineData("retinanet_mobile_former_26m", "fpn_width=64", "Did you mean 'fpn_channels'?")]
    [InlineData("ssdlite_mobilevit_s", "fpn_channels=64", "has no options")]
    [InlineData("deeplabv3_mobilevit_s", "dropout=0", "has no options")]
    public void Options_that_there_are_not_are_refused(string name, string option, string reason)
    {
        var fault = Assert.Throws<ArgumentException>(() => ModelCatalogue.Create(name, options: [option]));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_a_RetinaNet_are_kept_as_texts()
    {
        string[] texts = ["fpn_channels=64", "anchor_sizes=16,32,64,128,256"];
        var model = ModelCatalogue.Create("retinanet_mobile_former_26m", 11, texts);
        Assert.Equal(texts, model.OptionTexts);
        Assert.Equal(64, model.Parameters.Single(p => p.Name == "head.regression_head.bbox_reg.weight").Shape[1]);
        Assert.Equal([16, 32, 64, 128, 256], ((RetinaNet)model).Options.AnchorSizes);
        Assert.Empty(ModelCatalogue.Create("retinanet_mobile_former_26m").OptionTexts);
    }

    [Theory]
    [InlineData("retinanet_mobile_former_26m")]
    [InlineData("ssdlite_mobilevit_xs")]
    [InlineData("deeplabv3_mobilevit_s")]
    public void Fewer_than_two_classes_are_refused(string name) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelCatalogue.Create(name, 1));

    [Fact]
    public void A_pyramid_as_wide_as_its_coarsest_input_is_extended_from_its_own_map()
    {
        // torchvision's rule: 96 channels are those of the last map of the 26M.
        var graph = ModelCatalogue.Create("retinanet_mobile_former_26m", 3, ["fpn_channels=96"]).Build(1, 64, 64);
        var sixth = graph.Nodes.Single(node => node.Name == "backbone.fpn.extra_blocks.p6");
        Assert.Equal("backbone.fpn.layer_blocks.2.0", sixth.Inputs[0].Producer!.Name);
    }

    [Fact]
    public void Weights_with_the_keys_of_older_RetinaNets_open_as_those_of_today()
    {
        using var folder = new TemporaryFolder();
        var model = ModelCatalogue.Create("retinanet_mobile_former_26m", 3, ["fpn_channels=8"]);
        var writer = new SafetensorsWriter();
        foreach (var parameter in model.Parameters.Where(p => p.Kind != ParameterKind.Counter))
        {
            var name = parameter.Name.Replace("_blocks.0.0.", "_blocks.0.", StringComparison.Ordinal)
                .Replace("_blocks.1.0.", "_blocks.1.", StringComparison.Ordinal)
                .Replace("_blocks.2.0.", "_blocks.2.", StringComparison.Ordinal);
            for (var i = 0; i < 4; i++)
                name = name.Replace($"_head.conv.{i}.0.", $"_head.conv.{2 * i}.", StringComparison.Ordinal);
            writer.Add(name, SeededWeights.Fill(parameter.Name, parameter.Shape), [.. parameter.Shape]);
        }

        writer.Save(folder["old.safetensors"]);
        using var loaded = Model.Load(
            model.Name, folder["old.safetensors"], new ModelOptions { NetworkOptions = ["fpn_channels=8"] });
        Assert.Equal(3, loaded.Classes);
        foreach (var key in new[] { "head.regression_head.conv.3.0.weight", "backbone.fpn.layer_blocks.2.0.bias" })
        {
            var shape = model.Parameters.Single(p => p.Name == key).Shape;
            Assert.Equal(SeededWeights.Fill(key, shape), loaded.ReadWeight(key, shape));
        }
    }
}
