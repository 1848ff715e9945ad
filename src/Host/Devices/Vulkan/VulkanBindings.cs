using System.Globalization;
using GpuFormer.Kernels.Compiler.Targets.SpirV;
using GpuFormer.Kernels.Launch;
using Silk.NET.Vulkan;

namespace GpuFormer.Devices.Vulkan;

/// <summary>
/// One launch as commands need it: the descriptor set is null if nothing is bound, the push constants are empty if there
/// are no arguments or a uniform buffer has them.
/// </summary>
internal sealed record VulkanDispatch(VulkanKernel Kernel, LaunchShape Grid, DescriptorSet Set, uint[] PushConstants);

/// <summary>The descriptor sets and arguments of recorded launches.</summary>
internal sealed unsafe class VulkanBindings
{
    private readonly VulkanDevice _device;
    private readonly Vk _functions;
    private readonly int _uniformStride;
    private DescriptorPool _pool;
    private VulkanAllocation _uniforms;
    private int _uniformsUsed;

    public VulkanBindings(VulkanDevice device, IReadOnlyList<KernelLaunch> launches)
    {
        _device = device;
        _functions = device.Functions;
        var kernels = launches.Select(device.KernelOf<VulkanKernel>).ToArray();
        var uniforms = kernels.Sum(kernel => kernel.UniformBindings);
        // One stride for all: the longest arguments, on the alignment of uniform buffers (a power of two).
        var alignment = (int)device.Properties.Limits.MinUniformBufferOffsetAlignment;
        var longest = kernels.Select(kernel => 4 * kernel.Module.ArgumentWords).DefaultIfEmpty().Max();
        _uniformStride = (longest + alignment - 1) & -alignment;
        try
        {
            CreatePool(kernels.Count(kernel => kernel.SetLayout.Handle != 0),
                kernels.Sum(kernel => kernel.Module.ViewBindings), uniforms);
            if (uniforms > 0)
            {
                _uniforms = device.Memory.AllocateForHost(
                    (long)uniforms * _uniformStride, BufferUsageFlags.UniformBufferBit);
            }
        }
        catch
        {
            Destroy();
            throw;
        }
    }

    /// <summary>Writes the arguments of a launch and its descriptor set.</summary>
    public VulkanDispatch Bind(KernelLaunch launch)
    {
        var kernel = _device.KernelOf<VulkanKernel>(launch);
        CheckGrid(launch);
        var module = kernel.Module;
        var arguments = launch.Arguments.Items;
        var words = new uint[module.ArgumentWords];
        var buffers = stackalloc DescriptorBufferInfo[module.ViewBindings + 1];
        for (var i = 0; i < arguments.Count; i++)
        {
            var parameter = module.Parameters[i];
            var argument = arguments[i];
            if (parameter.ScalarSlot >= 0)
                words[parameter.ScalarSlot] = (uint)argument.Bits;
            if (parameter.LengthSlot >= 0)
                words[parameter.LengthSlot] = (uint)argument.Length;
            if (parameter.Binding < 0)
                continue;
            buffers[parameter.Binding] = WindowOf(launch, argument, parameter, out var first);
            words[parameter.OffsetSlot] = first;
        }

        if (kernel.UniformBindings > 0)
            buffers[module.ViewBindings] = WriteUniforms(words);
        return new(kernel, launch.Grid, CreateSet(kernel, buffers), kernel.UniformBindings > 0 ? [] : words);
    }

    public void Record(CommandBuffer commands, VulkanDispatch dispatch)
    {
        var kernel = dispatch.Kernel;
        _functions.CmdBindPipeline(commands, PipelineBindPoint.Compute, kernel.Pipeline);
        var set = dispatch.Set;
        if (set.Handle != 0)
            _functions.CmdBindDescriptorSets(commands, PipelineBindPoint.Compute, kernel.Layout, 0, 1, &set, 0, null);
        if (dispatch.PushConstants.Length > 0)
        {
            fixed (uint* words = dispatch.PushConstants)
            {
                _functions.CmdPushConstants(
                    commands, kernel.Layout, ShaderStageFlags.ComputeBit, 0, 4 * (uint)dispatch.PushConstants.Length,
                    words);
            }
        }

        _functions.CmdDispatch(commands, (uint)dispatch.Grid.X, (uint)dispatch.Grid.Y, (uint)dispatch.Grid.Z);
    }

    public void Destroy()
    {
        if (_pool.Handle != 0)
            _functions.DestroyDescriptorPool(_device.Handle, _pool, null);
        if (_uniforms.Buffer.Handle != 0)
            _device.Memory.Free(_uniforms);
        (_pool, _uniforms) = (default, default);
    }

    private void CheckGrid(KernelLaunch launch)
    {
        var limits = _device.Properties.Limits;
        var most = limits.MaxComputeWorkGroupCount;
        var grid = launch.Grid;
        if (grid.X < 0 || grid.Y < 0 || grid.Z < 0
            || (uint)grid.X > most[0] || (uint)grid.Y > most[1] || (uint)grid.Z > most[2])
        {
            throw new ArgumentException($"{launch.Label}: a grid of {grid.X} x {grid.Y} x {grid.Z} groups; "
                + $"{_device.Name} takes {most[0]} x {most[1]} x {most[2]}.");
        }
    }

    // From the alignment before the view to its end: a descriptor may not span every buffer, and synchronisation
    // validation takes launches that bind the same bytes for dependent.
    private DescriptorBufferInfo WindowOf(
        KernelLaunch launch, KernelArgument argument, SpirVParameter parameter, out uint first)
    {
        var buffer = _device.BufferOf<VulkanBuffer>(launch, argument);
        var limits = _device.Properties.Limits;
        var alignment = Math.Max(4, (long)limits.MinStorageBufferOffsetAlignment);
        // A descriptor has at least one word, even of an empty view at the end of its buffer.
        var start = Math.Min(argument.ByteOffset, buffer.ByteSize - 1) & -alignment;
        var end = argument.ByteOffset + ((long)argument.Length * parameter.ElementSize);
        // Ranges end on whole words, as buffers do.
        var range = Math.Max(4, (end - start + 3) & ~3L);
        if (range > _device.LargestView)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{launch.Label}: a view of {end - argument.ByteOffset:N0} bytes; {_device.Name} reaches ")
                + string.Create(CultureInfo.InvariantCulture, $"{_device.LargestView:N0} at once. ")
                + "Use a smaller batch or image size, or another device.");
        }

        first = (uint)((argument.ByteOffset - start) / parameter.ElementSize);
        return new() { Buffer = buffer.Handle, Offset = (ulong)start, Range = (ulong)range };
    }

    private DescriptorBufferInfo WriteUniforms(uint[] words)
    {
        var offset = _uniformsUsed++ * _uniformStride;
        words.CopyTo(new Span<uint>((byte*)_uniforms.Address + offset, words.Length));
        return new() { Buffer = _uniforms.Buffer, Offset = (ulong)offset, Range = 4 * (ulong)words.Length };
    }

    private DescriptorSet CreateSet(VulkanKernel kernel, DescriptorBufferInfo* buffers)
    {
        if (kernel.SetLayout.Handle == 0)
            return default;
        DescriptorSet set;
        var layout = kernel.SetLayout;
        var info = new DescriptorSetAllocateInfo
        {
            SType = StructureType.DescriptorSetAllocateInfo,
            DescriptorPool = _pool,
            DescriptorSetCount = 1,
            PSetLayouts = &layout,
        };
        _device.Check(
            _functions.AllocateDescriptorSets(_device.Handle, &info, &set), "vkAllocateDescriptorSets");
        var count = kernel.Module.ViewBindings + kernel.UniformBindings;
        var writes = stackalloc WriteDescriptorSet[count];
        for (var i = 0; i < count; i++)
        {
            writes[i] = new()
            {
                SType = StructureType.WriteDescriptorSet,
                DstSet = set,
                DstBinding = (uint)i,
                DescriptorCount = 1,
                DescriptorType = i < kernel.Module.ViewBindings
                    ? DescriptorType.StorageBuffer : DescriptorType.UniformBuffer,
                PBufferInfo = buffers + i,
            };
        }

        _functions.UpdateDescriptorSets(_device.Handle, (uint)count, writes, 0, null);
        return set;
    }

    private void CreatePool(int sets, int storageBuffers, int uniformBuffers)
    {
        if (sets == 0)
            return;
        var sizes = stackalloc DescriptorPoolSize[2];
        var count = 0u;
        if (storageBuffers > 0)
            sizes[count++] = new() { Type = DescriptorType.StorageBuffer, DescriptorCount = (uint)storageBuffers };
        if (uniformBuffers > 0)
            sizes[count++] = new() { Type = DescriptorType.UniformBuffer, DescriptorCount = (uint)uniformBuffers };
        var info = new DescriptorPoolCreateInfo
        {
            SType = StructureType.DescriptorPoolCreateInfo,
            MaxSets = (uint)sets,
            PoolSizeCount = count,
            PPoolSizes = sizes,
        };
        DescriptorPool pool;
        _device.Check(
            _functions.CreateDescriptorPool(_device.Handle, &info, null, &pool), "vkCreateDescriptorPool");
        _pool = pool;
    }
}
