using System.Diagnostics;
using System.Text;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Targets.SpirV;
using GpuFormer.Kernels.Specialisation;
using Silk.NET.Vulkan;

namespace GpuFormer.Devices.Vulkan;

/// <summary>A compute pipeline of one kernel and the layouts of what it binds.</summary>
internal sealed unsafe class VulkanKernel : DriverKernel
{
    // The header of a pipeline cache (VkPipelineCacheHeaderVersionOne) without anything behind it.
    private const int EmptyCacheBytes = 32;

    private readonly VulkanDevice _device;
    private TimeSpan _compileTime;

    private VulkanKernel(VulkanDevice device, KernelSpecialisation specialisation, SpirVModule module)
        : base(device, specialisation)
    {
        _device = device;
        Module = module;
    }

    public override TimeSpan CompileTime => _compileTime;

    internal SpirVModule Module { get; }

    internal Pipeline Pipeline { get; private set; }

    internal PipelineLayout Layout { get; private set; }

    /// <summary>The layout of the descriptor set; null if nothing is bound.</summary>
    internal DescriptorSetLayout SetLayout { get; private set; }

    internal int UniformBindings => Module.ArgumentWords > 0 && !Module.ArgumentsInPushConstants ? 1 : 0;

    public static VulkanKernel Build(
        VulkanDevice device, KernelSpecialisation specialisation, Func<KernelSpecialisation, KernelFunction> compile)
    {
        var start = Stopwatch.GetTimestamp();
        CheckGroup(device, specialisation);
        var function = compile(specialisation);
        CheckResources(device, specialisation, function);
        var kernel = new VulkanKernel(
            device, specialisation, SpirVTarget.Write(function, device.Properties.Options));
        try
        {
            kernel.CreateLayouts();
            kernel.CreatePipeline();
        }
        catch
        {
            kernel.Release();
            throw;
        }

        kernel._compileTime = Stopwatch.GetElapsedTime(start);
        return kernel;
    }

    internal override void Release()
    {
        var functions = _device.Functions;
        functions.DestroyPipeline(_device.Handle, Pipeline, null);
        functions.DestroyPipelineLayout(_device.Handle, Layout, null);
        functions.DestroyDescriptorSetLayout(_device.Handle, SetLayout, null);
        (Pipeline, Layout, SetLayout) = (default, default, default);
    }

    private static void CheckGroup(VulkanDevice device, KernelSpecialisation specialisation)
    {
        var group = specialisation.Group;
        var limits = device.Properties.Limits;
        var most = limits.MaxComputeWorkGroupSize;
        if (group.X > most[0] || group.Y > most[1] || group.Z > most[2])
        {
            throw new ArgumentException($"{specialisation} has groups of {group.X} x {group.Y} x {group.Z} threads; "
                + $"{device.Name} takes {most[0]} x {most[1]} x {most[2]}.");
        }
    }

    private static void CheckResources(
        VulkanDevice device, KernelSpecialisation specialisation, KernelFunction function)
    {
        // Narrow elements of shared arrays take a word each.
        var shared = function.SharedArrays.Sum(array => 4L * array.Length);
        if (shared > device.Properties.Limits.MaxComputeSharedMemorySize)
        {
            throw new ArgumentException($"{specialisation} shares {shared} bytes in a group; {device.Name} has "
                + $"{device.Properties.Limits.MaxComputeSharedMemorySize}.");
        }

        var views = function.Parameters.Count(parameter => parameter is ViewParameter);
        if (views > device.Properties.Limits.MaxPerStageDescriptorStorageBuffers)
        {
            throw new ArgumentException($"{specialisation} has {views} views; {device.Name} takes "
                + $"{device.Properties.Limits.MaxPerStageDescriptorStorageBuffers}.");
        }
    }

    private void CreateLayouts()
    {
        var functions = _device.Functions;
        var count = Module.ViewBindings + UniformBindings;
        var bindings = stackalloc DescriptorSetLayoutBinding[count + 1];
        for (var i = 0; i < count; i++)
        {
            bindings[i] = new()
            {
                Binding = (uint)i,
                DescriptorType =
                    i < Module.ViewBindings ? DescriptorType.StorageBuffer : DescriptorType.UniformBuffer,
                DescriptorCount = 1,
                StageFlags = ShaderStageFlags.ComputeBit,
            };
        }

        DescriptorSetLayout setLayout = default;
        PipelineLayout layout;
        if (count > 0)
        {
            var setInfo = new DescriptorSetLayoutCreateInfo
            {
                SType = StructureType.DescriptorSetLayoutCreateInfo,
                BindingCount = (uint)count,
                PBindings = bindings,
            };
            _device.Check(functions.CreateDescriptorSetLayout(_device.Handle, &setInfo, null, &setLayout),
                "vkCreateDescriptorSetLayout");
            SetLayout = setLayout;
        }

        var range = new PushConstantRange
        {
            StageFlags = ShaderStageFlags.ComputeBit,
            Size = 4 * (uint)Module.ArgumentWords,
        };
        var info = new PipelineLayoutCreateInfo
        {
            SType = StructureType.PipelineLayoutCreateInfo,
            SetLayoutCount = count > 0 ? 1u : 0u,
            PSetLayouts = &setLayout,
            PushConstantRangeCount = Module.ArgumentWords > 0 && Module.ArgumentsInPushConstants ? 1u : 0u,
            PPushConstantRanges = &range,
        };
        _device.Check(
            functions.CreatePipelineLayout(_device.Handle, &info, null, &layout), "vkCreatePipelineLayout");
        Layout = layout;
    }

    private void CreatePipeline()
    {
        var functions = _device.Functions;
        var key = KernelBinaryCache.Key(
            _device.Properties.CacheIdentity, Convert.ToBase64String(Module.Bytes));
        var known = _device.Binaries.TryRead(key);
        ShaderModule shader = default;
        PipelineCache cache = default;
        try
        {
            fixed (uint* words = Module.Words)
            {
                var shaderInfo = new ShaderModuleCreateInfo
                {
                    SType = StructureType.ShaderModuleCreateInfo,
                    CodeSize = (nuint)(4 * Module.Words.Length),
                    PCode = words,
                };
                _device.Check(
                    functions.CreateShaderModule(_device.Handle, &shaderInfo, null, &shader), "vkCreateShaderModule");
            }

            fixed (byte* data = known)
            {
                var cacheInfo = new PipelineCacheCreateInfo
                {
                    SType = StructureType.PipelineCacheCreateInfo,
                    InitialDataSize = (nuint)(known?.Length ?? 0),
                    PInitialData = data,
                };
                _device.Check(
                    functions.CreatePipelineCache(_device.Handle, &cacheInfo, null, &cache), "vkCreatePipelineCache");
            }

            CreatePipeline(shader, cache);
            if (known is null && DataOf(cache) is { Length: > EmptyCacheBytes } compiled)
                _device.Binaries.Write(key, compiled);
        }
        finally
        {
            functions.DestroyPipelineCache(_device.Handle, cache, null);
            functions.DestroyShaderModule(_device.Handle, shader, null);
        }
    }

    private void CreatePipeline(ShaderModule shader, PipelineCache cache)
    {
        fixed (byte* name = Encoding.ASCII.GetBytes(SpirVModule.EntryPoint + "\0"))
        {
            var info = new ComputePipelineCreateInfo
            {
                SType = StructureType.ComputePipelineCreateInfo,
                Stage = new()
                {
                    SType = StructureType.PipelineShaderStageCreateInfo,
                    Stage = ShaderStageFlags.ComputeBit,
                    Module = shader,
                    PName = name,
                },
                Layout = Layout,
                BasePipelineIndex = -1,
            };
            Pipeline pipeline;
            var result = _device.Functions.CreateComputePipelines(_device.Handle, cache, 1, &info, null, &pipeline);
            if (result is not (Result.Success or Result.ErrorDeviceLost))
            {
                throw new InvalidOperationException($"The driver of {_device.Description} refused {Specialisation}.",
                    VulkanInstance.Failure(result, "vkCreateComputePipelines"));
            }

            _device.Check(result, "vkCreateComputePipelines");
            Pipeline = pipeline;
        }
    }

    private byte[]? DataOf(PipelineCache cache)
    {
        nuint size = 0;
        if (_device.Functions.GetPipelineCacheData(_device.Handle, cache, &size, null) != Result.Success || size == 0)
            return null;
        var data = new byte[size];
        fixed (byte* d = data)
        {
            return _device.Functions.GetPipelineCacheData(_device.Handle, cache, &size, d) == Result.Success
                ? data[..(int)size] : null;
        }
    }
}
