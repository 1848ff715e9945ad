using System.Reflection;
using System.Reflection.Emit;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>
/// The method that ILGPU compiles for a specialisation: it passes compile-time constants as literals, puts structs
/// together from their fields, and calls the kernel. Its parameters are those of <see cref="KernelArguments.Pack"/>.
/// </summary>
/// <remarks>
/// Structs arrive field by field, since ILGPU takes none that hold a bool, and none whose type is not public. The method
/// and the class that launches it stand in an assembly of their own that is made at run time.
/// </remarks>
internal sealed class EntryPoint
{
    private readonly Type _bound;
    private readonly Type _launcher;
    private readonly FieldInfo[] _arguments;

    private EntryPoint(MethodInfo method, Type bound, Type launcher, FieldInfo[] arguments) =>
        (Method, _bound, _launcher, _arguments) = (method, bound, launcher, arguments);

    /// <summary>What ILGPU compiles.</summary>
    public MethodInfo Method { get; }

    /// <summary>Makes the entry point of a specialisation.</summary>
    public static EntryPoint Make(KernelSpecialisation specialisation)
    {
        var module = DefineModule(specialisation);
        var types = KernelSignature.Of(specialisation.Method).Arguments
            .SelectMany(parameter => FlatTypes(parameter.ParameterType)).ToArray();
        var kernel = DefineKernel(module, specialisation, types, IsFlat);
        var launcher = DefineLauncher(module, types);
        var (bound, fields) = DefineBoundLaunch(module, launcher, types);
        return new(kernel.GetMethod("Kernel")!, bound, launcher, [.. fields.Select(name => bound.GetField(name)!)]);
    }

    /// <summary>
    /// A method that only passes the constants: its other parameters are those of the kernel, structs among them.
    /// </summary>
    public static MethodInfo Wrap(KernelSpecialisation specialisation)
    {
        var types = KernelSignature.Of(specialisation.Method).Arguments
            .Select(parameter => parameter.ParameterType).ToArray();
        return DefineKernel(DefineModule(specialisation), specialisation, types, _ => true).GetMethod("Kernel")!;
    }

    /// <summary>An object that launches a kernel of this entry point with these arguments.</summary>
    /// <param name="kernel">What ILGPU made of <see cref="Method"/>.</param>
    /// <param name="arguments">As <see cref="KernelArguments.Pack"/> flattens them.</param>
    /// <param name="memoryOf">ILGPU's buffer behind a view.</param>
    public BoundLaunch Bind(
        Kernel kernel, KernelArguments arguments, Func<KernelArgument, MemoryBuffer> memoryOf)
    {
        if (arguments.Items.Count != _arguments.Length)
        {
            throw new ArgumentException(
                $"The kernel takes {_arguments.Length} arguments, {arguments.Items.Count} were given.");
        }

        var bound = (BoundLaunch)Activator.CreateInstance(_bound)!;
        _bound.GetField("Launcher")!.SetValue(bound, kernel.Launcher!.CreateDelegate(_launcher, kernel));
        for (var i = 0; i < _arguments.Length; i++)
            _arguments[i].SetValue(bound, Value(_arguments[i].FieldType, arguments.Items[i], memoryOf));
        return bound;
    }

    private static object Value(Type type, KernelArgument argument, Func<KernelArgument, MemoryBuffer> memoryOf)
    {
        if (KernelSignature.ElementOfView(type) is null)
        {
            return type == typeof(float) ? BitConverter.Int32BitsToSingle(argument.Bits)
                : type == typeof(uint) ? (uint)argument.Bits
                : (object)argument.Bits;
        }

        var size = (int)type.GetField(nameof(ArrayView<byte>.ElementSize))!.GetValue(null)!;
        return Activator.CreateInstance(type, memoryOf(argument), argument.ByteOffset / size, (long)argument.Length)!;
    }

    private static ModuleBuilder DefineModule(KernelSpecialisation specialisation)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(
            new AssemblyName("GpuFormer.Ilgpu.EntryPoints"), AssemblyBuilderAccess.Run);
        var module = assembly.DefineDynamicModule("EntryPoints");
        ReachIntoOf(assembly, module, specialisation.Method);
        return module;
    }

    // Kernels and their structs need not be public, and what the classes made here derive from is not.
    private static void ReachIntoOf(AssemblyBuilder assembly, ModuleBuilder module, MethodInfo method)
    {
        var type = module.DefineType("System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute",
            TypeAttributes.Public | TypeAttributes.Sealed, typeof(Attribute));
        var constructor = type.DefineConstructor(
            MethodAttributes.Public, CallingConventions.HasThis, [typeof(string)]);
        var code = constructor.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, typeof(Attribute).GetConstructor(
            BindingFlags.Instance | BindingFlags.NonPublic, [])!);
        code.Emit(OpCodes.Ret);
        var attribute = type.CreateType().GetConstructor([typeof(string)])!;
        var assemblies = method.GetParameters().SelectMany(parameter => Arguments(parameter.ParameterType))
            .Concat(method.IsGenericMethod ? method.GetGenericArguments().SelectMany(Arguments) : [])
            .Append(method.DeclaringType!).Append(typeof(BoundLaunch)).Select(each => each.Assembly.GetName().Name!)
            .Distinct();
        foreach (var name in assemblies)
            assembly.SetCustomAttribute(new CustomAttributeBuilder(attribute, [name]));

        static IEnumerable<Type> Arguments(Type type) =>
            type.GetGenericArguments().SelectMany(Arguments).Append(type);
    }

    private static IEnumerable<Type> FlatTypes(Type type) =>
        type == typeof(bool) ? [typeof(int)]
        : IsFlat(type) ? [type]
        : KernelSignature.FieldsOf(type).SelectMany(field => FlatTypes(field.FieldType));

    // `isWhole` says which parameters of the kernel are parameters here, and not put together from their fields.
    private static Type DefineKernel(
        ModuleBuilder module, KernelSpecialisation specialisation, Type[] types, Func<Type, bool> isWhole)
    {
        var type = module.DefineType("EntryPoint",
            TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var method = type.DefineMethod(
            "Kernel", MethodAttributes.Public | MethodAttributes.Static, typeof(void), types);
        var code = method.GetILGenerator();
        var next = 0;
        foreach (var parameter in specialisation.Method.GetParameters())
        {
            if (KernelSignature.StructOfConstants(parameter.ParameterType) is { } constants)
                LoadConstants(code, specialisation, parameter.ParameterType, constants);
            else if (KernelSignature.IsConstant(parameter))
                code.Emit(OpCodes.Ldc_I4, specialisation.Constants[parameter.Name!]);
            else if (isWhole(parameter.ParameterType))
                LoadArgument(code, parameter.ParameterType, next++);
            else
                LoadStruct(code, parameter.ParameterType, ref next);
        }

        code.Emit(OpCodes.Call, specialisation.Method);
        code.Emit(OpCodes.Ret);
        return type.CreateType();
    }

    private static void LoadConstants(
        ILGenerator code, KernelSpecialisation specialisation, Type specialised, Type constants)
    {
        var local = code.DeclareLocal(constants);
        foreach (var field in KernelSignature.FieldsOf(constants))
        {
            code.Emit(OpCodes.Ldloca, local);
            code.Emit(OpCodes.Ldc_I4, specialisation.Constants[KernelSignature.NameOf(field)]);
            code.Emit(OpCodes.Stfld, field);
        }

        code.Emit(OpCodes.Ldloc, local);
        code.Emit(OpCodes.Newobj, specialised.GetConstructor([constants])!);
    }

    private static bool IsFlat(Type type) => type.IsPrimitive || KernelSignature.ElementOfView(type) is not null;

    private static void LoadArgument(ILGenerator code, Type type, int index)
    {
        code.Emit(OpCodes.Ldarg, (short)index);
        if (type != typeof(bool))
            return;
        code.Emit(OpCodes.Ldc_I4_0);
        code.Emit(OpCodes.Cgt_Un);
    }

    private static void LoadStruct(ILGenerator code, Type type, ref int next)
    {
        var local = code.DeclareLocal(type);
        code.Emit(OpCodes.Ldloca, local);
        code.Emit(OpCodes.Initobj, type);
        foreach (var field in KernelSignature.FieldsOf(type))
        {
            if (IsFlat(field.FieldType))
            {
                code.Emit(OpCodes.Ldloca, local);
                LoadArgument(code, field.FieldType, next++);
            }
            else
            {
                // The inner struct first: it needs locals of its own, not the address of this one.
                LoadStruct(code, field.FieldType, ref next);
                var inner = code.DeclareLocal(field.FieldType);
                code.Emit(OpCodes.Stloc, inner);
                code.Emit(OpCodes.Ldloca, local);
                code.Emit(OpCodes.Ldloc, inner);
            }

            code.Emit(OpCodes.Stfld, field);
        }

        code.Emit(OpCodes.Ldloc, local);
    }

    // Kernels have more arguments than the library's delegates.
    private static Type DefineLauncher(ModuleBuilder module, Type[] types)
    {
        var type = module.DefineType("Launcher",
            TypeAttributes.Public | TypeAttributes.Sealed, typeof(MulticastDelegate));
        type.DefineConstructor(
                MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.RTSpecialName,
                CallingConventions.Standard, [typeof(object), typeof(nint)])
            .SetImplementationFlags(MethodImplAttributes.Runtime | MethodImplAttributes.Managed);
        type.DefineMethod("Invoke",
                MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.NewSlot | MethodAttributes.Virtual,
                typeof(void), [typeof(AcceleratorStream), typeof(KernelConfig), .. types])
            .SetImplementationFlags(MethodImplAttributes.Runtime | MethodImplAttributes.Managed);
        return type.CreateType();
    }

    private static (Type Type, string[] Fields) DefineBoundLaunch(ModuleBuilder module, Type launcher, Type[] types)
    {
        var type = module.DefineType("Bound", TypeAttributes.Public | TypeAttributes.Sealed, typeof(BoundLaunch));
        type.DefineDefaultConstructor(MethodAttributes.Public);
        var launcherField = type.DefineField("Launcher", launcher, FieldAttributes.Public);
        FieldBuilder[] fields =
            [.. types.Select((each, i) => type.DefineField($"Argument{i}", each, FieldAttributes.Public))];
        var launch = type.DefineMethod(nameof(BoundLaunch.Launch),
            MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.Virtual,
            typeof(void), [typeof(AcceleratorStream)]);
        var code = launch.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldfld, launcherField);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, typeof(BoundLaunch).GetProperty(nameof(BoundLaunch.Configuration))!.GetMethod!);
        foreach (var field in fields)
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldfld, field);
        }

        code.Emit(OpCodes.Callvirt, launcher.GetMethod("Invoke")!);
        code.Emit(OpCodes.Ret);
        return (type.CreateType(), [.. fields.Select(field => field.Name)]);
    }
}
